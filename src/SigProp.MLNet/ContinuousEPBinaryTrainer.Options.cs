namespace SigProp.MLNet;

public sealed partial class ContinuousEPBinaryTrainer
{
    /// <summary>The options of <see cref="ContinuousEPBinaryTrainer"/>. What is not set here has the engine's default.</summary>
    public sealed class Options : ContinuousEPOptions;
}
