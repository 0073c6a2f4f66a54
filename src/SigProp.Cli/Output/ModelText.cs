using SigProp.Cli.Arguments;
using SigProp.Cli.Input;
using SigProp.Continuous;
using SigProp.Data;
using SigProp.Spiking;
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
        if (!model.Network.Spec.IsRegression)
        {
            WriteNames(writer, $"Classes ({model.ClassNames.Count})", model.ClassNames);
        }

        WriteEncoding(writer, model.Encoding, model.Network.Spec.IsRegression ? "target" : "label");
        writer.WriteLine();
        if (model.Training is TrainingReport report)
        {
            WriteTraining(writer, model.Network, report);
        }
        else
        {
            writer.WriteLine("How the network was trained is not known.");
        }
    }

    private static void WriteNetwork(TextWriter writer, Network network)
    {
        NetworkSpec spec = network.Spec;
        string output = spec.IsRegression ? "one number" : $"{network.ClassCount} classes";
        string learning = spec.Continuous is not null ? "" : $", loss {NetworkText.Loss(spec, spec.Loss)}, targets {NetworkText.Targets(spec)}, "
            + $"head {NetworkText.Head(spec)}, exits {(network.HasExits ? "yes" : "no")}";
        writer.WriteLine(
            $"Network: {Format.Count(network.InputWidth)} features -> {output}, {Format.Count(network.ParameterCount)} parameters{learning}");
        if (spec.Spiking is SpikingSpec spiking)
        {
            writer.WriteLine($"Neurons: {NetworkText.Neurons(spiking)}");
        }

        if (spec.Continuous is ContinuousSpec states)
        {
            writer.WriteLine($"States: {NetworkText.States(states, spec.Layers.Count)}");
        }

        var table = new TextTable(2, "part", "kind", "parameters");
        int layers = 0;
        foreach (LayerSpec layer in spec.Layers)
        {
            string name = layer is LearningLayerSpec ? $"layer{++layers}" : "";
            table.Add(name, NetworkText.Layer(spec, layer), name.Length > 0 ? Parameters(network, $"{name}.") : "");
        }

        if (spec.Continuous is null)
        {
            table.Add("targets", NetworkText.Targets(spec), Parameters(network, "targets."));
            table.Add("head", NetworkText.Head(spec), Parameters(network, "head."));
        }
        else
        {
            table.Add("head", $"output {network.ClassCount}", Parameters(network, "head."));
            table.Add("loop", Words.Of(Words.Feedbacks, spec.Continuous.Feedback), Parameters(network, "loop."));
        }

        table.Write(writer);
    }

    private static string Parameters(Network network, string prefix)
        => Format.Count(network.Tensors.Where(t => t.Name.StartsWith(prefix, StringComparison.Ordinal)).Sum(t => (long)t.Rows * t.Columns));

    private static void WriteNames(TextWriter writer, string title, IReadOnlyList<string> names)
        => writer.WriteLine($"{title}: {string.Join(", ", names.Take(MaxNames))}{(names.Count > MaxNames ? $" and {names.Count - MaxNames} more" : "")}");

    private static void WriteEncoding(TextWriter writer, InputEncoding? encoding, string role)
    {
        switch (encoding)
        {
            case TableEncoding table:
                writer.WriteLine($"Encoding: table, {role} column '{table.LabelColumn}'{(table.Range is null ? "" : ", scaled to 0 ... 1")}");
                WriteColumns<NumericColumn>(writer, "numbers", table, c => c.MarksMissing ? $"{c.Name} (+ missing)" : c.Name);
                WriteColumns<CategoryColumn>(writer, "categories", table, c => $"{c.Name} ({c.Levels.Count} + other)");
                ModelSummary.WriteLeftOut(writer, encoding);
                break;
            case PixelScaling or ChannelScaling:
                string scaling = encoding is PixelScaling ? "scaled to 0 ... 1" : "each channel standardised";
                writer.WriteLine($"Encoding: images of {ImageEncoding.Describe(ImageEncoding.ShapeOf(encoding)!)} pixels, {scaling}");
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

    private static string ImageText(ImageAugmentation images)
        => $"crop {images.CropPadding}, {(images.HorizontalFlip ? "flip" : "no flip")}, cutout {images.CutoutSize}";

    // Of the rows held out.
    private static string Silent(TrainingReport report)
        => string.Join(", ", (report.Epochs.LastOrDefault(e => e.Epoch <= report.BestEpoch)?.SilentNeurons ?? []).Select((n, i) => $"layer{i + 1} {n}"));

    private static string Pipelined(TrainingReport report)
        => report.PipelineStages > 1 ? $", {report.PipelineStages} groups of layers in parallel" : "";

    private static void WriteTraining(TextWriter writer, Network network, TrainingReport report)
    {
        TrainingOptions options = report.Options;
        bool isOfStates = network.Spec.Continuous is not null;
        writer.WriteLine($"Trained by {Words.Of(Words.Rules, options.Rule)}: {ModelSummary.Outcome(report)}");
        (string Name, string Value)[] facts =
        [
            ("rows", $"{Format.Count(report.TrainingRows)} to learn from, {Format.Count(report.ValidationRows)} for validation"),
            ("optimizer", isOfStates ? "" : $"{Words.Of(options.Optimizer)}, learning rate {Format.Number(options.Optimizer.LearningRate)} "
                + $"({Words.Of(Words.Schedules, options.Schedule)}), weight decay {Format.Number(options.Optimizer.WeightDecay)}"),
            ("schedule", isOfStates ? Words.Of(Words.Schedules, options.Schedule) : ""),
            ("batch", Format.Count(report.BatchSize)),
            ("clip norm", options.GradientClipNorm > 0 ? Format.Number(options.GradientClipNorm) : "none"),
            ("patience", options.Patience is int patience ? Format.Of(patience, "epoch", "epochs") : "none"),
            ("class weights", network.Spec.IsRegression ? "" : Words.Of(Words.ClassWeights, options.ClassWeights)),
            ("calibration", options.Calibrate ? "yes" : "no"),
            ("images", network.Spec.Image is null ? "" : options.Augmentation is null ? "as they are" : ImageText(options.Augmentation)),
            ("seed", options.Seed.ToString(System.Globalization.CultureInfo.InvariantCulture)),
            ("precision", Words.Of(Words.Precisions, options.Precision)),
            ("speed", $"{Format.Rate(report.SamplesPerSecond)} samples/s{Pipelined(report)}"),
            ("signal memory", Format.Bytes(report.SignalBytes)),
            ("silent neurons", Silent(report)),
            ("weight memory", report.ParameterBytes > 0 ? Format.Bytes(report.ParameterBytes) : ""),
        ];
        facts = [.. facts.Where(f => f.Value.Length > 0)];
        var table = new TextTable(2, facts[0].Name, facts[0].Value);
        foreach ((string name, string value) in facts[1..])
        {
            table.Add(name, value);
        }

        table.Write(writer);
        writer.WriteLine();
        ModelSummary.WriteAnswers(writer, network, report);
    }
}
