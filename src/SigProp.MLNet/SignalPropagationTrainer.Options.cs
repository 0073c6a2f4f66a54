using SigProp.Training;

namespace SigProp.MLNet;

public sealed partial class SignalPropagationTrainer
{
    /// <summary>The options of <see cref="SignalPropagationTrainer"/>. What is not set here has the engine's default.</summary>
    public sealed class Options : SignalPropagationOptions
    {
        private static readonly NetworkSpec s_network = new() { Inputs = 1, Classes = 2, Layers = [] };

        /// <summary>All options at their defaults.</summary>
        public Options()
            : base(s_network)
        {
        }

        /// <summary>How much the rows of each class weigh, besides their own weights; default as much as any other. With
        /// <see cref="ClassWeighting.Balanced"/> probabilities are those of data with as many rows of each class.</summary>
        public ClassWeighting ClassWeights { get; set; } = ClassWeighting.None;

        /// <summary>For <see cref="HeadKind.NearestTarget"/> and very many classes: null (default) compares with all classes' targets; 0 searches a
        /// tree over them, exactly; a larger number compares with that many at most and may err. With a tree Score is no probability but 1 for
        /// the class found and 0, not stored, for all others.</summary>
        public int? TreeBudget { get; set; } = s_network.TreeBudget;

        /// <summary>Where a row may leave the network early: at the first layer whose most probable class leads the second by at least so much, in
        /// [0, 1]; rows that no layer is sure of go to the head. A column <c>Depth</c> then tells the layer that answered. Null (default): all
        /// rows go to the head.</summary>
        public double? EarlyExitMargin { get; set; }

        /// <summary>The layer that answers for all rows, from 1 to the number of layers; those after it do not run. A column <c>Depth</c> then
        /// repeats it. Null (default): the head answers.</summary>
        public int? ExitLayer { get; set; }

        /// <summary>Where rows leave the network.</summary>
        internal Exit Exit => new(EarlyExitMargin, ExitLayer);

        internal override NetworkSpec ToNetwork() => base.ToNetwork() with { TreeBudget = TreeBudget };

        internal override TrainingOptions ToTraining() => base.ToTraining() with { ClassWeights = ClassWeights };

        internal override IEnumerable<string> Errors() => base.Errors().Concat(OwnErrors());

        private IEnumerable<string> OwnErrors()
        {
            if (EarlyExitMargin is double margin && !(margin >= 0 && margin <= 1))
            {
                yield return $"EarlyExitMargin is {margin}; it must lie in [0, 1], or be null for no early exit.";
            }

            int layers = ToNetwork().Layers.OfType<LearningLayerSpec>().Count();
            if (ExitLayer is int layer && (layer < 1 || layer > layers))
            {
                yield return $"ExitLayer is {layer}; it must lie between 1 and the number of layers, {layers}, or be null for the head.";
            }

            if (!Exit.HasDepth)
            {
                yield break;
            }

            string name = EarlyExitMargin is null ? nameof(ExitLayer) : nameof(EarlyExitMargin);
            if (EarlyExitMargin is not null && ExitLayer is not null)
            {
                yield return "EarlyExitMargin and ExitLayer are both set; a row leaves where a layer is sure, or at the layer chosen.";
            }

            if (TreeBudget is not null)
            {
                yield return $"{name} and TreeBudget are both set; a tree finds no probabilities to exit by.";
            }

            if (Targets is not null && Targets.Kind != TargetGeneratorKind.TargetOnly)
            {
                yield return $"{name} is set, and with Targets {Targets.Kind} no layer can answer; only TargetOnly makes one target a class.";
            }
        }
    }
}
