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

    private readonly Option<string?> _text = OptionFactory.Text(
        "--layers", "TEXT",
        "Layers in words, in place of --hidden, such as 'conv 32 bn, pool, conv 64 k5 s2 p2, flatten, dense 256 dropout 0.1'. "
        + "conv N (channels) takes k (kernel, 3 or 3x5), s (stride), p (padding), g (groups) and spatial-dropout X; dense N; "
        + "pool N and avgpool N (window, 2) take s; flatten. conv and dense take bn, dropout X, activation X and loss X.");

    private readonly Choice<NetworkPreset> _preset = new("--preset", "A network of the paper, in place of --hidden.", Words.Presets);

    private readonly Option<float> _width = OptionFactory.Number("--width", "X", "What the preset's units and channels are multiplied by.", 1);

    private readonly Choice<Activation> _activation = new("--activation", "The layers' non-linearity.", s_layer.Activation, Words.Activations);

    private readonly Option<bool> _batchNorm = new("--batch-norm")
    {
        Description = "Batch normalisation before each activation.",
        DefaultValueFactory = _ => s_layer.BatchNormalization,
    };

    private readonly Option<float> _dropout = OptionFactory.Number(
        "--dropout", "X", "Probability with which an output is dropped in training.", s_layer.Dropout);

    public IReadOnlyList<Option> Options => [_hidden, _text, _preset.Option, _width, _activation.Option, _batchNorm, _dropout];

    /// <summary>The options that say more than how wide dense layers are.</summary>
    public IReadOnlyList<Option> BesidesWidths => [.. Options.Where(o => o != _hidden)];

    /// <summary>The layers asked for.</summary>
    /// <exception cref="InputException">They cannot be read.</exception>
    public IReadOnlyList<LayerSpec> Read(ParseResult parsed)
    {
        Option[] ways = [.. new Option[] { _hidden, _text, _preset.Option }.Where(parsed.Has)];
        if (ways.Length > 1)
        {
            throw new InputException($"{ways[0].Name} and {ways[1].Name} exclude each other; give one of them.");
        }

        parsed.Refuse(_width, parsed.Has(_preset.Option), "--preset");
        if (parsed.Has(_preset.Option))
        {
            return Preset(parsed);
        }

        DenseSpec layer = s_layer with
        {
            Activation = _activation.Of(parsed),
            BatchNormalization = parsed.GetValue(_batchNorm),
            Dropout = parsed.GetValue(_dropout),
        };
        return parsed.GetValue(_text) is string text
            ? LayerLanguage.Read(text, layer)
            : [.. Units(parsed).Select(units => layer with { Units = units })];
    }

    /// <summary>The preset asked for; null where none was.</summary>
    public NetworkPreset? PresetOf(ParseResult parsed) => parsed.Has(_preset.Option) ? _preset.Of(parsed) : null;

    private IReadOnlyList<LayerSpec> Preset(ParseResult parsed)
    {
        foreach (Option option in new Option[] { _activation.Option, _batchNorm, _dropout })
        {
            parsed.Refuse(option, useful: false, "--hidden and --layers, and a preset has its own");
        }

        double width = Math.Round(parsed.GetValue(_width), 6);
        return width > 0
            ? NetworkPresets.Layers(_preset.Of(parsed), width)
            : throw new InputException($"--width is {Output.Format.Number(width)}; it must be above 0, as 0.25 is.");
    }

    private int[] Units(ParseResult parsed)
    {
        string text = parsed.GetRequiredValue(_hidden);
        return [.. text.Split(',').Select(part => int.TryParse(part, CultureInfo.InvariantCulture, out int units)
            ? units
            : throw new InputException($"--hidden takes whole numbers with commas between, such as 256,256, not '{text}'."))];
    }
}
