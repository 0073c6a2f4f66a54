using Microsoft.ML.SearchSpace;

namespace SigProp.MLNet.AutoML;

/// <summary>What a sweep of the trainers <c>SignalPropagation</c> may set; each option with its search space. The defaults are the trainers'
/// own.</summary>
public sealed class SignalPropagationSweepOptions
{
    /// <summary>Units of each hidden layer: 32 to 512; default 256.</summary>
    [Choice(new object[] { 32, 64, 128, 256, 512 }, 256)]
    public int Width { get; set; } = 256;

    /// <summary>Hidden layers: 1 to 4; default 2.</summary>
    [Choice(new object[] { 1, 2, 3, 4 }, 2)]
    public int Depth { get; set; } = 2;

    /// <summary>Probability with which a hidden unit is set to zero in training: 0 to 0.5; default 0.2.</summary>
    [Range(0f, 0.5f, 0.2f)]
    public float Dropout { get; set; } = 0.2f;

    /// <summary>Batch normalisation in the hidden layers; default false.</summary>
    [BooleanChoice(false)]
    public bool BatchNormalization { get; set; }

    /// <summary>The step size: 0.0001 to 0.03; default 0.001.</summary>
    [Range(0.0001f, 0.03f, 0.001f, true)]
    public float LearningRate { get; set; } = 0.001f;

    /// <summary>How often every row is seen: 10, 20 or 40; 0 (default) for as often as suits the rows.</summary>
    [Choice(new object[] { 0, 10, 20, 40 }, 0)]
    public int Epochs { get; set; }

    /// <summary>Rows a step: 16 to 256; 0 (default) for as many as suit the data.</summary>
    [Choice(new object[] { 0, 16, 32, 64, 128, 256 }, 0)]
    public int BatchSize { get; set; }

    /// <summary>Sets what is swept in a trainer's options.</summary>
    internal TOptions SetIn<TOptions>(TOptions options)
        where TOptions : LayeredTrainerOptions
    {
        options.HiddenLayers = [.. Enumerable.Repeat(Width, Depth)];
        options.Dropout = Dropout;
        options.BatchNormalization = BatchNormalization;
        options.LearningRate = LearningRate;
        options.Epochs = Epochs;
        options.BatchSize = BatchSize;
        return options;
    }
}
