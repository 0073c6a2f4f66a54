using System.Globalization;

namespace SigProp.Cli.Arguments;

/// <summary>Reads layers from words, such as <c>conv 32 k5 bn, pool, flatten, dense 256 dropout 0.1 loss=distance</c>: items with commas between,
/// each a kind, its size and its settings, each once; <c>=</c> is as good as a space.</summary>
internal static class LayerLanguage
{
    private const int DefaultWindow = 2;

    /// <param name="text">The words.</param>
    /// <param name="basis">The settings of layers that learn, where the words say nothing else.</param>
    /// <exception cref="InputException">The words are not understood.</exception>
    public static IReadOnlyList<LayerSpec> Read(string text, LearningLayerSpec basis)
        => [.. text.Split(',').Select(item => Item(item.Trim(), basis))];

    private static LayerSpec Item(string item, LearningLayerSpec basis)
    {
        var words = new Queue<string>(item.Split([' ', '='], StringSplitOptions.RemoveEmptyEntries));
        LayerSpec layer = words.TryDequeue(out string? kind) ? kind switch
        {
            "conv" => WithSettings(new ConvolutionSpec(Size(words, null, item)), basis),
            "dense" => WithSettings(new DenseSpec(Size(words, null, item)), basis),
            "pool" => new PoolingSpec(PoolingKind.Max, Size(words, DefaultWindow, item)),
            "avgpool" => new PoolingSpec(PoolingKind.Average, Size(words, DefaultWindow, item)),
            "flatten" => new FlattenSpec(),
            _ => throw Error(item, $"there is no layer '{kind}'; there are conv, dense, pool, avgpool and flatten"),
        } : throw new InputException("--layers holds an empty layer; give layers with commas between, such as 'conv 32, pool, dense 256'.");
        var given = new HashSet<string>();
        while (words.TryDequeue(out string? word))
        {
            string name = word is [_, >= '0' and <= '9', ..] ? word[..1] : word;
            if (!given.Add(name))
            {
                throw Error(item, $"'{name}' is given twice");
            }

            layer = layer switch
            {
                ConvolutionSpec convolution => Setting(convolution, word, words, item),
                LearningLayerSpec learning => Common(learning, word, words, item),
                PoolingSpec pooling when word[0] == 's' => pooling with { Stride = Whole(word[1..], 1, word, item) },
                _ => throw Unknown(word, layer, item),
            };
        }

        if (given.Contains("spatial-dropout") && given.Contains("dropout"))
        {
            throw Error(item, "dropout and spatial-dropout exclude each other");
        }

        // As many zeros as keep the size where the kernel is odd and the stride 1, as in NetworkSpecBuilder.Convolution.
        return layer is ConvolutionSpec { KernelHeight: int height, KernelWidth: int width } unpadded && !given.Contains("p")
            ? unpadded with { PaddingHeight = (height - 1) / 2, PaddingWidth = (width - 1) / 2 }
            : layer;
    }

    private static LearningLayerSpec WithSettings(LearningLayerSpec layer, LearningLayerSpec basis) => layer with
    {
        Activation = basis.Activation,
        BatchNormalization = basis.BatchNormalization,
        Dropout = basis.Dropout,
    };

    private static LearningLayerSpec Setting(ConvolutionSpec layer, string word, Queue<string> words, string item)
    {
        if (word == "spatial-dropout")
        {
            return layer with { SpatialDropout = Rate(words, word, item), Dropout = 0 };
        }

        if (word is not [_, >= '0' and <= '9', ..])
        {
            return Common(layer, word, words, item);
        }

        string[] parts = word[1..].Split('x');
        int least = word[0] == 'p' ? 0 : 1;
        int height = Whole(parts[0], least, word, item), width = Whole(parts[^1], least, word, item);
        return (word[0], parts.Length) switch
        {
            ('k', <= 2) => layer with { KernelHeight = height, KernelWidth = width },
            ('s', <= 2) => layer with { StrideHeight = height, StrideWidth = width },
            ('p', <= 2) => layer with { PaddingHeight = height, PaddingWidth = width },
            ('g', 1) => layer with { Groups = height },
            _ => throw Unknown(word, layer, item),
        };
    }

    private static LearningLayerSpec Common(LearningLayerSpec layer, string word, Queue<string> words, string item) => word switch
    {
        "bn" => layer with { BatchNormalization = true },
        "dropout" => layer with { Dropout = Rate(words, word, item) },
        "activation" => layer with { Activation = Word(words, Words.Activations, word, item) },
        "loss" => layer with { Loss = Word(words, Words.Losses, word, item) },
        _ => throw Unknown(word, layer, item),
    };

    private static int Size(Queue<string> words, int? otherwise, string item)
    {
        if (otherwise is int known && (!words.TryPeek(out string? next) || !char.IsAsciiDigit(next[0])))
        {
            return known;
        }

        return words.TryDequeue(out string? word)
            ? Whole(word, 1, word, item)
            : throw Error(item, "its size is missing, as in 'conv 32' or 'dense 256'");
    }

    private static int Whole(string text, int least, string word, string item)
        => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int value) && value >= least
            ? value
            : throw Error(item, $"'{word}' needs a whole number of at least {least}");

    private static float Rate(Queue<string> words, string name, string item)
        => words.TryDequeue(out string? word) && float.TryParse(word, NumberStyles.Float, CultureInfo.InvariantCulture, out float rate) && rate is >= 0 and < 1
            ? rate
            : throw Error(item, $"'{name}' needs a number from 0 to below 1");

    private static T Word<T>(Queue<string> words, (string Word, T Value)[] choices, string name, string item)
        => words.TryDequeue(out string? word) && choices.Any(c => c.Word == word)
            ? choices.First(c => c.Word == word).Value
            : throw Error(item, $"'{name}' needs one of {string.Join(", ", choices.Select(c => c.Word))}");

    private static InputException Unknown(string word, LayerSpec layer, string item) => Error(item, $"'{word}' is no setting of this layer; " + layer switch
    {
        ConvolutionSpec => "it takes k (kernel, 3 or 3x5), s (stride), p (padding), g (groups), spatial-dropout, bn, dropout, activation and loss",
        LearningLayerSpec => "it takes bn, dropout, activation and loss",
        PoolingSpec => "it takes s (stride), such as s1",
        _ => "it takes none",
    });

    private static InputException Error(string item, string problem) => new($"--layers, '{item}': {problem}.");
}
