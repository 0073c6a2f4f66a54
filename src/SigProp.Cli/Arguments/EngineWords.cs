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
        ("Threads is", "--threads is"), ("Units is", "--hidden holds"), ("Dropout is", "--dropout is"),
        ("choose HeadKind.Classifier", "choose --head classifier"), ("must lie in [0, 1)", "must be at least 0 and below 1"),
    ];

    /// <summary>The sentence with the names of options.</summary>
    public static string Translate(string message)
        => s_words.Aggregate(Layer().Replace(message, ""), (text, word) => text.Replace(word.Engine, word.CommandLine, StringComparison.Ordinal));

    [GeneratedRegex("^Layer [0-9]+: (?=Units is|Dropout is)")]
    private static partial Regex Layer();
}
