namespace SigProp.MLNet;

public sealed partial class SpikingSigPropBinaryTrainer
{
    /// <summary>The options of <see cref="SpikingSigPropBinaryTrainer"/>. What is not set here has the engine's default.</summary>
    public sealed class Options : SpikingSigPropOptions;
}
