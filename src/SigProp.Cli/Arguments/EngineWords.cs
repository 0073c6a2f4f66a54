using System.Text.RegularExpressions;

namespace SigProp.Cli.Arguments;

/// <summary>Says in the command line's words what the engine says in its own.</summary>
internal static partial class EngineWords
{
    private static readonly (string Engine, string CommandLine)[] s_words =
    [
        ("Epochs is", "--epochs is"), ("BatchSize is", "--batch is"), ("LearningRate is", "--learning-rate is"),
        ("WeightDecay is", "--weight-decay is"), ("GradientClipNorm is", "--clip-norm is"), ("a GradientClipNorm such as 1", "--clip-norm 1"),
        ("ValidationFraction is", "--validation is"), ("Patience is", "--patience is"), ("or null for no early", "or 0 for no early"),
        ("Threads is", "--threads is"), ("ShuffleBuffer is", "--shuffle-buffer is"), ("SparseUnits is", "--sparse is"), ("Units is", "--hidden holds"), ("Dropout is", "--dropout is"),
        ("choose HeadKind.", "choose --head "), ("with HeadKind.Linear", "with --head linear"), ("must lie in [0, 1)", "must be at least 0 and below 1"),
        ("TopK is", "--top-k is"), ("HuberDelta is", "--huber-delta is"), ("Bins is", "--bins is"), ("Correction is", "--eta is"),
        ("TreeBudget is set", "--tree is given"), ("TreeBudget is", "--tree-budget is"), (", or 0 for an exact search, or null for none", ""),
        ("ClassWeights is", "--class-weights is"), ("Pipeline is On", "--pipeline is on"), ("Precision is Half", "--precision is half"), ("Choose Single, or Rule", "Choose single, or Rule"),
        ("Choose Single", "Choose single"), ("Choose the Pipeline Auto or Off, or the Precision Single", "Choose --pipeline auto or off, or --precision single"), ("Choose Auto or Off", "Choose auto or off"),
        ("Rule SignalPropagation", "--rule sigprop"), ("CropPadding is", "--crop is"), ("CutoutSize is", "--cutout is"),
        ("Give null to start the optimizer afresh.", "Leave --rule and --optimizer out."), ("Targets Shared", "--generator shared"), ("Head Linear", "--head linear"), ("Head Classifier", "--head classifier"),
        ("Head NearestTarget", "--head nearest-target"), ("Head Vote", "--head vote"), ("as many Outputs as Inputs", "as many numbers as features"),
        ("can be Sparse", "can be --sparse"), ("Balanced", "balanced"), ("FreeSteps is", "--free-steps is"),
        ("NudgedSteps is", "--nudged-steps is"), ("Steps is", "--steps is"), ("Threshold is", "--threshold is"),
        ("TimeConstant is", "--tau is"), ("Activation is", "--activation is"), ("Leave Activation out", "Leave --activation out"), ("SurrogateSlope is", "--surrogate-slope is"),
        ("StepSize is", "--step-size is"),
        ("Tolerance is", "--tolerance is"), ("LearningRates has", "--rates has"), ("LearningRates holds", "--rates holds"),
        ("LoopLearningRate is", "--loop-rate is"), ("Rule is", "--rule is"), ("Optimizer is", "--optimizer is"),
        ("Lower the Threshold (", "Lower --threshold ("), ("show rows for more Steps (", "raise --steps ("), ("(BatchNormalization)", "(--batch-norm)"),
        ("lower the learning rate", "lower --learning-rate"), ("a Beta nearer", "a --beta nearer"), ("more NudgedSteps", "more --nudged-steps"),
        ("with the BetaSign Random or Positive, or smaller LearningRates", "with --beta-sign random or positive, or smaller --rates"), ("Beta is", "--beta is"),
        ("Rule is Shallow", "--rule is shallow"), ("Rule is Backpropagation", "--rule is backprop"), ("a smaller LoopLearningRate", "a smaller --loop-rate"),
        ("a smaller first LearningRate", "a smaller first of the --rates"), ("Outputs is 1; a continuous", "--target names a number; a continuous"),
        ("Choose Classes, or leave Continuous out", "Name a column of classes with --label, or leave --model continuous out"),
        ("Leave Rule out; for comparison choose the feedback Symmetric", "Leave --rule out; for comparison choose --feedback symmetric"),
    ];

    // Names of what options choose from.
    private static readonly Dictionary<string, string> s_names = Names(Words.Losses).Concat(Names(Words.Generators)).Concat(Names(Words.Heads))
        .Concat(Names([.. Words.Rules.DistinctBy(r => r.Value)])).DistinctBy(p => p.Engine).ToDictionary(p => p.Engine, p => p.Word);

    /// <summary>The sentence with the names of options.</summary>
    public static string Translate(string message)
    {
        string text = s_words.Aggregate(Layer().Replace(message, ""), (text, word) => text.Replace(word.Engine, word.CommandLine, StringComparison.Ordinal));
        return Name().Replace(text, name => s_names.GetValueOrDefault(name.Value, name.Value));
    }

    private static IEnumerable<(string Engine, string Word)> Names<T>((string Word, T Value)[] words)
        => words.Select(w => (w.Value!.ToString()!, w.Word));

    [GeneratedRegex("^(Layer [0-9]+: (?=Units is|Dropout is|Activation is)|Targets: |Spiking: |Continuous: )")]
    private static partial Regex Layer();

    [GeneratedRegex("\\b[A-Z][A-Za-z]+\\b")]
    private static partial Regex Name();
}
