using Microsoft.ML.SearchSpace;

namespace SigProp.MLNet.AutoML;

/// <summary>What a sweep of the trainers <c>ContinuousEP</c> may set; each option with its search space. The defaults are the trainers'
/// own.</summary>
public sealed class ContinuousEPSweepOptions
{
    /// <summary>Units of each hidden layer: 64 to 512; default 256.</summary>
    [Choice(new object[] { 64, 128, 256, 512 }, 256)]
    public int Width { get; set; } = 256;

    /// <summary>Hidden layers: 1 to 3; default 2.</summary>
    [Choice(new object[] { 1, 2, 3 }, 2)]
    public int Depth { get; set; } = 2;

    /// <summary>Strength of the nudge: 0.2 to 1.5; default 1. The stronger, the smaller must <see cref="StepSize"/> be, or the output overshoots: the two spaces go
    /// as far as any pair of theirs may.</summary>
    [Range(0.2f, 1.5f, 1f, true)]
    public float Beta { get; set; } = 1;

    /// <summary>How far a step goes towards the drive: 0.2 to 0.5; default 0.5.</summary>
    [Range(0.2f, 0.5f, 0.5f)]
    public float StepSize { get; set; } = 0.5f;

    /// <summary>Steps of the free phase: 10 to 60; 0 (default) for as many as suit the network.</summary>
    [Choice(new object[] { 0, 10, 20, 40, 60 }, 0)]
    public int FreeSteps { get; set; }

    /// <summary>Steps of the nudged phase: 6 to 16; 0 (default) for as many as suit the network.</summary>
    [Choice(new object[] { 0, 6, 10, 16 }, 0)]
    public int NudgedSteps { get; set; }

    /// <summary>Learning rate of the first hidden layer: 0.02 to 0.6; default 0.2. Halved from hidden layer to hidden layer down to a quarter, which is that of the
    /// output.</summary>
    [Range(0.02f, 0.6f, 0.2f, true)]
    public float LearningRate { get; set; } = 0.2f;

    /// <summary>How often every row is seen: 10, 20 or 40; default 20.</summary>
    [Choice(new object[] { 10, 20, 40 }, 20)]
    public int Epochs { get; set; } = 20;

    /// <summary>Rows a step: 8 to 128; 0 (default) for as many as suit the data.</summary>
    [Choice(new object[] { 0, 8, 16, 32, 64, 128 }, 0)]
    public int BatchSize { get; set; }

    /// <summary>Free steps as the trainers' options have them.</summary>
    internal int? FreeStepsOrDefault => FreeSteps > 0 ? FreeSteps : null;

    /// <summary>Nudged steps as the trainers' options have them.</summary>
    internal int? NudgedStepsOrDefault => NudgedSteps > 0 ? NudgedSteps : null;

    /// <summary>The learning rates of all layers, the output's last, in the proportions of the trainers' own.</summary>
    internal IReadOnlyList<float> LearningRates
        => [.. Enumerable.Range(0, Depth).Select(layer => layer switch { 0 => LearningRate, 1 => LearningRate / 2, _ => LearningRate / 4 }), LearningRate / 4];

    /// <summary>Sets what is swept in a trainer's options.</summary>
    internal TOptions SetIn<TOptions>(TOptions options)
        where TOptions : ContinuousEPOptions
    {
        options.HiddenLayers = [.. Enumerable.Repeat(Width, Depth)];
        options.Beta = Beta;
        options.StepSize = StepSize;
        options.FreeSteps = FreeStepsOrDefault;
        options.NudgedSteps = NudgedStepsOrDefault;
        options.LearningRates = LearningRates;
        options.Epochs = Epochs;
        options.BatchSize = BatchSize;
        return options;
    }
}
