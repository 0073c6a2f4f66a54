using SigProp.Training;

namespace SigProp.MLNet;

public sealed partial class SignalPropagationBinaryTrainer
{
    /// <summary>The options of <see cref="SignalPropagationBinaryTrainer"/>. What is not set here has the engine's default.</summary>
    public sealed class Options : SignalPropagationOptions
    {
        private static readonly NetworkSpec s_network = new() { Inputs = 1, Classes = 2, Layers = [] };

        /// <summary>All options at their defaults.</summary>
        public Options()
            : base(s_network)
        {
        }

        /// <summary>How much the rows of each class weigh, besides their own weights; default as much as any other. With
        /// <see cref="ClassWeighting.Balanced"/> more of a rare class is found, and probabilities are those of data with as many rows of each
        /// class, above those seen for the rare one.</summary>
        public ClassWeighting ClassWeights { get; set; } = ClassWeighting.None;

        internal override TrainingOptions ToTraining() => base.ToTraining() with { ClassWeights = ClassWeights };
    }
}
