using System.CommandLine;
using System.Globalization;

namespace SigProp.Cli.Arguments;

/// <summary>The options that say what the layers are.</summary>
internal sealed class LayerArguments
{
    private static readonly DenseSpec s_layer = new(1);

    private readonly Option<string> _hidden = new("--hidden")
    {
        HelpName = "N,N,...",
        Description = "Units of each hidden layer, from the input on.",
        DefaultValueFactory = _ => "256,256",
    };

    private readonly Choice<Activation> _activation = new("--activation", "The layers' non-linearity.", s_layer.Activation, Words.Activations);

    private readonly Option<bool> _batchNorm = new("--batch-norm")
    {
        Description = "Batch normalisation before each activation.",
        DefaultValueFactory = _ => s_layer.BatchNormalization,
    };

    private readonly Option<float> _dropout = OptionFactory.Number(
        "--dropout", "X", "Probability with which an output is dropped in training.", s_layer.Dropout);

    public IReadOnlyList<Option> Options => [_hidden, _activation.Option, _batchNorm, _dropout];

    /// <summary>The layers asked for.</summary>
    /// <exception cref="InputException">They cannot be read.</exception>
    public IReadOnlyList<LayerSpec> Read(ParseResult parsed)
    {
        DenseSpec layer = s_layer with
        {
            Activation = _activation.Of(parsed),
            BatchNormalization = parsed.GetValue(_batchNorm),
            Dropout = parsed.GetValue(_dropout),
        };
        return [.. Units(parsed).Select(units => layer with { Units = units })];
    }

    private int[] Units(ParseResult parsed)
    {
        string text = parsed.GetRequiredValue(_hidden);
        return [.. text.Split(',').Select(part => int.TryParse(part, CultureInfo.InvariantCulture, out int units)
            ? units
            : throw new InputException($"--hidden takes whole numbers with commas between, such as 256,256, not '{text}'."))];
    }
}
