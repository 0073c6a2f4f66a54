using Microsoft.ML.SearchSpace;

namespace SigProp.MLNet.AutoML;

/// <summary>What a sweep of the trainers <c>SpikingSigProp</c> may set; each option with its search space. The defaults are the trainers'
/// own.</summary>
public sealed class SpikingSigPropSweepOptions
{
    /// <summary>Neurons of each hidden layer: 64 to 512; default 256.</summary>
    [Choice(new object[] { 64, 128, 256, 512 }, 256)]
    public int Width { get; set; } = 256;

    /// <summary>Hidden layers: 1 to 3; default 2.</summary>
    [Choice(new object[] { 1, 2, 3 }, 2)]
    public int Depth { get; set; } = 2;

    /// <summary>Steps that each row is shown for: 2 to 10; default 4.</summary>
    [Choice(new object[] { 2, 4, 6, 10 }, 4)]
    public int Steps { get; set; } = 4;

    /// <summary>The voltage at which a neuron fires: 0.25 to 1; default 0.5.</summary>
    [Range(0.25f, 1f, 0.5f, true)]
    public float Threshold { get; set; } = 0.5f;

    /// <summary>Probability with which a hidden neuron is set to zero in training: 0 to 0.5; default 0.</summary>
    [Range(0f, 0.5f, 0f)]
    public float Dropout { get; set; }

    /// <summary>Batch normalisation in the hidden layers; default false.</summary>
    [BooleanChoice(false)]
    public bool BatchNormalization { get; set; }

    /// <summary>The step size: 0.0001 to 0.03; default 0.001.</summary>
    [Range(0.0001f, 0.03f, 0.001f, true)]
    public float LearningRate { get; set; } = 0.001f;

    /// <summary>How often every row is seen: 10, 20 or 40; default 20.</summary>
    [Choice(new object[] { 10, 20, 40 }, 20)]
    public int Epochs { get; set; } = 20;

    /// <summary>Rows a step: 16 to 256; 0 (default) for as many as suit the data.</summary>
    [Choice(new object[] { 0, 16, 32, 64, 128, 256 }, 0)]
    public int BatchSize { get; set; }

    /// <summary>Sets what is swept in a trainer's options.</summary>
    internal TOptions SetIn<TOptions>(TOptions options)
        where TOptions : SpikingSigPropOptions
    {
        options.HiddenLayers = [.. Enumerable.Repeat(Width, Depth)];
        options.Steps = Steps;
        options.Threshold = Threshold;
        options.Dropout = Dropout;
        options.BatchNormalization = BatchNormalization;
        options.LearningRate = LearningRate;
        options.Epochs = Epochs;
        options.BatchSize = BatchSize;
        return options;
    }
}
