using SigProp.Training;

namespace SigProp.MLNet;

public sealed partial class ContinuousEPTrainer
{
    /// <summary>The options of <see cref="ContinuousEPTrainer"/>. What is not set here has the engine's default.</summary>
    public sealed class Options : ContinuousEPOptions
    {
        /// <summary>Whether Fit with a previous model adds the classes that the training data have and the model does not: further values of the key, or larger
        /// numbers. False (default) refuses such data.</summary>
        public bool AddClasses { get; set; }

        internal override TrainingOptions ToTraining() => base.ToTraining() with { AddClasses = AddClasses };
    }
}
