using Microsoft.ML.Trainers;
using SigProp.Optimizers;
using SigProp.Training;

namespace SigProp.MLNet;

public sealed partial class SignalPropagationTrainer
{
    /// <summary>The options of <see cref="SignalPropagationTrainer"/>. What is not set here has the engine's default.</summary>
    public sealed class Options : TrainerInputBaseWithLabel
    {
        private static readonly TrainingOptions s_training = new();
        private static readonly DenseSpec s_layer = new(1);

        /// <summary>Units of each hidden layer, from the input on; each at least 1, at least one layer; default 256, 256.</summary>
        public int[] HiddenLayers { get; set; } = [256, 256];

        /// <summary>The non-linearity of the hidden layers; default <see cref="Activation.LeakyReLU"/>.</summary>
        public Activation Activation { get; set; } = s_layer.Activation;

        /// <summary>Probability with which a hidden unit is set to zero in training, in [0, 1); default 0.</summary>
        public float Dropout { get; set; } = s_layer.Dropout;

        /// <summary>Batch normalisation in the hidden layers; default false.</summary>
        public bool BatchNormalization { get; set; } = s_layer.BatchNormalization;

        /// <summary>How the layers' losses compare outputs with targets; default <see cref="LocalLossKind.Dot"/>.</summary>
        public LocalLossKind Loss { get; set; } = LocalLossKind.Dot;

        /// <summary>Whether the target generator learns or stays as it was drawn; default true.</summary>
        public bool LearnTargets { get; set; } = new TargetGeneratorSpec().Learned;

        /// <summary>What predicts from the last layer; default <see cref="HeadKind.Classifier"/>.</summary>
        public HeadKind Head { get; set; } = HeadKind.Classifier;

        /// <summary>How often every row is seen, at least 1; default 20.</summary>
        public int Epochs { get; set; } = s_training.Epochs;

        /// <summary>Rows a step, at least 1; 0 (default) for a 32nd of the rows, rounded down to a power of two, from 8 to
        /// 128.</summary>
        public int BatchSize { get; set; } = s_training.BatchSize;

        /// <summary>The recipe of every layer's own optimizer; default <see cref="AdamSpec"/>.</summary>
        public OptimizerSpec Optimizer { get; set; } = s_training.Optimizer;

        /// <summary>The step size, above 0; null (default) for the one of <see cref="Optimizer"/>, which is 0.001 for Adam.</summary>
        public float? LearningRate { get; set; }

        /// <summary>How much weights shrink, at least 0; null (default) for that of <see cref="Optimizer"/>, which is 0 for Adam.</summary>
        public float? WeightDecay { get; set; }

        /// <summary>How the learning rate changes over the epochs; default <see cref="LearningRateSchedule.Cosine"/>.</summary>
        public LearningRateSchedule Schedule { get; set; } = s_training.Schedule;

        /// <summary>The largest Euclidean norm of a layer's gradient, above which it is scaled down; 0 (default) for no limit.</summary>
        public float GradientClipNorm { get; set; } = s_training.GradientClipNorm;

        /// <summary>The part of the training rows, in [0, 1), held out by class to measure each epoch and to keep the best network;
        /// default 0.1, 0 for none. Not used where <see cref="Fit(Microsoft.ML.IDataView, Microsoft.ML.IDataView)"/> is given a validation
        /// set.</summary>
        public double ValidationFraction { get; set; } = s_training.ValidationFraction;

        /// <summary>Epochs without a better validation loss after which training stops, at least 1; default 5, null never stops early.
        /// Without validation rows there is nothing to measure, and all epochs are done.</summary>
        public int? Patience { get; set; } = s_training.Patience;

        /// <summary>Whether the model standardises the features (mean 0, standard deviation 1 over the training rows), in training and in
        /// prediction; default true.</summary>
        public bool Standardize { get; set; } = true;

        /// <summary>Threads of the training, at least 1; 0 (default) for as many as the machine has. The result does not depend on
        /// it.</summary>
        public int Threads { get; set; } = s_training.Threads;

        /// <summary>All randomness comes from here: the same seed gives the same model. Null (default) for the seed of the
        /// <see cref="Microsoft.ML.MLContext"/>, and where that has none, 0.</summary>
        public int? Seed { get; set; }

        /// <summary>Told a few times a second and at the end of every epoch how far training is, on the training thread; default
        /// null.</summary>
        public IProgress<TrainingProgress>? Progress { get; set; }

        /// <summary>Ends training after the step under way and keeps the best network so far; where it comes before the first step, while
        /// the rows are read, Fit throws <see cref="OperationCanceledException"/>.</summary>
        public CancellationToken CancellationToken { get; set; }
    }
}
