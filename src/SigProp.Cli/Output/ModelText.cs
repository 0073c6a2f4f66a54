using SigProp.Cli.Arguments;
using SigProp.Data;
using SigProp.Training;

namespace SigProp.Cli.Output;

/// <summary>A model for people to read.</summary>
internal static class ModelText
{
    private const int MaxNames = 20;

    public static void Write(TextWriter writer, Model model)
    {
        WriteNetwork(writer, model.Network);
        writer.WriteLine();
        WriteNames(writer, $"Classes ({model.ClassNames.Count})", model.ClassNames);
        WriteEncoding(writer, model.Encoding);
        writer.WriteLine();
        if (model.Training is TrainingReport report)
        {
            WriteTraining(writer, report);
        }
        else
        {
            writer.WriteLine("How the network was trained is not known.");
        }
    }

    private static void WriteNetwork(TextWriter writer, Network network)
    {
        NetworkSpec spec = network.Spec;
        writer.WriteLine(
            $"Network: {Format.Count(network.InputWidth)} features -> {network.ClassCount} classes, {Format.Count(network.ParameterCount)} parameters, "
            + $"loss {Words.Of(Words.Losses, spec.Loss)}, targets {Words.Of(Words.Targets, spec.Targets.Learned)}, "
            + $"head {Words.Of(Words.Heads, spec.Head)}, exits {(network.HasExits ? "yes" : "no")}");
        var table = new TextTable(2, "part", "kind", "parameters");
        for (int i = 0; i < spec.Layers.Count; i++)
        {
            table.Add($"layer{i + 1}", Describe(spec.Layers[i]), Parameters(network, $"layer{i + 1}."));
        }

        table.Add("targets", spec.Targets.Learned ? "learned" : "fixed", Parameters(network, "targets."));
        table.Add("head", Words.Of(Words.Heads, spec.Head), Parameters(network, "head."));
        table.Write(writer);
    }

    private static string Describe(LayerSpec layer)
    {
        if (layer is not DenseSpec dense)
        {
            return layer.ToString();
        }

        string normalized = dense.BatchNormalization ? ", batch norm" : "";
        string dropout = dense.Dropout > 0 ? $", dropout {Format.Number(dense.Dropout)}" : "";
        string loss = dense.Loss is LocalLossKind own ? $", loss {Words.Of(Words.Losses, own)}" : "";
        return $"dense {dense.Units}, {Words.Of(Words.Activations, dense.Activation)}{normalized}{dropout}{loss}";
    }

    private static string Parameters(Network network, string prefix)
        => Format.Count(network.Tensors.Where(t => t.Name.StartsWith(prefix, StringComparison.Ordinal)).Sum(t => (long)t.Rows * t.Columns));

    private static void WriteNames(TextWriter writer, string title, IReadOnlyList<string> names)
        => writer.WriteLine($"{title}: {string.Join(", ", names.Take(MaxNames))}{(names.Count > MaxNames ? $" and {names.Count - MaxNames} more" : "")}");

    private static void WriteEncoding(TextWriter writer, InputEncoding? encoding)
    {
        switch (encoding)
        {
            case TableEncoding table:
                writer.WriteLine($"Encoding: table, label column '{table.LabelColumn}'");
                WriteColumns<NumericColumn>(writer, "numbers", table, c => c.MarksMissing ? $"{c.Name} (+ missing)" : c.Name);
                WriteColumns<CategoryColumn>(writer, "categories", table, c => $"{c.Name} ({c.Levels.Count} + other)");
                ModelSummary.WriteLeftOut(writer, encoding);
                break;
            case PixelScaling pixels:
                writer.WriteLine($"Encoding: images of {pixels.Height} x {pixels.PixelsAcross} pixels, scaled to 0 ... 1");
                break;
            case null:
                writer.WriteLine("Encoding: none; features are taken as they are");
                break;
            default:
                writer.WriteLine($"Encoding: {encoding.GetType().Name}, {encoding.Width} features");
                break;
        }
    }

    private static void WriteColumns<T>(TextWriter writer, string title, TableEncoding table, Func<T, string> describe)
        where T : TableColumn
    {
        T[] columns = [.. table.Columns.OfType<T>()];
        if (columns.Length > 0)
        {
            WriteNames(writer, $"  {title} ({columns.Length})", [.. columns.Select(describe)]);
        }
    }

    private static void WriteTraining(TextWriter writer, TrainingReport report)
    {
        TrainingOptions options = report.Options;
        writer.WriteLine($"Trained by {Words.Of(Words.Rules, options.Rule)}: {ModelSummary.Outcome(report)}");
        (string Name, string Value)[] facts =
        [
            ("rows", $"{Format.Count(report.TrainingRows)} to learn from, {Format.Count(report.ValidationRows)} for validation"),
            ("optimizer", $"{Words.Of(options.Optimizer)}, learning rate {Format.Number(options.Optimizer.LearningRate)} "
                + $"({Words.Of(Words.Schedules, options.Schedule)}), weight decay {Format.Number(options.Optimizer.WeightDecay)}"),
            ("batch", Format.Count(report.BatchSize)),
            ("clip norm", options.GradientClipNorm > 0 ? Format.Number(options.GradientClipNorm) : "none"),
            ("patience", options.Patience is int patience ? Format.Of(patience, "epoch", "epochs") : "none"),
            ("seed", options.Seed.ToString(System.Globalization.CultureInfo.InvariantCulture)),
            ("speed", $"{Format.Rate(report.SamplesPerSecond)} samples/s"),
            ("signal memory", Format.Bytes(report.SignalBytes)),
        ];
        var table = new TextTable(2, facts[0].Name, facts[0].Value);
        foreach ((string name, string value) in facts[1..])
        {
            table.Add(name, value);
        }

        table.Write(writer);
        writer.WriteLine();
        ModelSummary.WriteAnswers(writer, report);
    }
}
