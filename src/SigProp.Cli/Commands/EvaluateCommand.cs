using System.CommandLine;
using SigProp.Cli.Arguments;
using SigProp.Cli.Input;
using SigProp.Cli.Output;
using SigProp.Cli.Predicting;
using SigProp.Data;
using SigProp.Training;

namespace SigProp.Cli.Commands;

/// <summary><c>sigprop evaluate</c>: how well a model does on rows whose classes or numbers are known.</summary>
internal static class EvaluateCommand
{
    private const float DefaultCoverage = 0.9f;

    public static Command Create(ToolContext context)
    {
        var common = new CommonArguments();
        common.Label.Description = "The column that holds the classes [default: as in training]";
        common.Target.Description = "The column that holds the numbers to predict [default: as in training]";
        Option<float?> coverage = OptionFactory.OptionalNumber(
            "--coverage", "X", $"Measure intervals that hold this part of the numbers [default: {Format.Number(DefaultCoverage)}]");
        Option<float?> confidence = OptionFactory.OptionalNumber(
            "--confidence", "X", "Measure stopping at the first layer whose best class leads by this [default: several, where given without X]");
        confidence.Arity = ArgumentArity.ZeroOrOne;
        var command = new Command("evaluate", "Measures a model on labelled rows.")
        {
            common.Model, common.Data, common.Label, common.Target, common.Labels, common.Exit, confidence, coverage, common.Json,
        };
        command.SetAction(parsed =>
        {
            string modelPath = parsed.GetRequiredValue(common.Model), path = parsed.GetRequiredValue(common.Data);
            int? exit = parsed.GetValue(common.Exit);
            string? json = parsed.GetValue(common.Json);
            LabelSource source = common.LabelSource(parsed);
            Levels.CheckPart(coverage.Name, parsed.GetValue(coverage));
            if (json is not null)
            {
                OutputFile.Check(json, [modelPath, .. InputFile.Split(path), .. (source.File ?? IdxData.FindLabels(path)) is string labels ? [labels] : Array.Empty<string>()]);
            }

            Model model = InputFile.LoadModel(modelPath);
            ModelData.CheckExit(model, exit);
            if (parsed.Has(coverage))
            {
                ModelData.CheckDistribution(model, coverage.Name);
                parsed.Refuse(coverage, exit is null, "the head, and not with --exit");
            }

            float[] margins = parsed.Has(confidence) ? parsed.GetValue(confidence) is float margin ? [margin] : EarlyExits.DefaultMargins : [];
            foreach (float each in margins)
            {
                ModelData.CheckConfidence(model, exit, each);
            }

            InputEncoding encoding = ModelData.EncodingOf(model, modelPath);
            LabelledData data = LabelledData.ReadForModel(path, source, model, encoding, context.Stop);
            if (data.IsRegression)
            {
                double? part = model.Network.HasDistribution && exit is null ? Math.Round(parsed.GetValue(coverage) ?? DefaultCoverage, 6) : null;
                EvaluateNumbers(context, model, data, exit, part, json);
            }
            else
            {
                EvaluateClasses(context, model, data, exit, margins, json);
            }

            return ExitCode.Success;
        });
        return command;
    }

    private static void EvaluateClasses(ToolContext context, Model model, LabelledData data, int? exit, float[] margins, string? json)
    {
        int[] rows = [.. Enumerable.Range(0, data.Count)];
        Dataset dataset = data.Encode(model.Encoding!, rows);
        Evaluation Of(int? layer) => data.Ask(model, rows, layer, () => Evaluation.Of(model.Network, dataset, layer));
        var result = new ClassResult(model.ClassNames, Of(exit), [.. Layers(model, exit).Select(layer => (layer, Measure.Of(Of(layer))))])
        {
            Early = [.. margins.Select(margin => EarlyExits.Of(model, data, margin))],
            Tree = exit is null ? TreeSearch.Of(model, data) : null,
        };
        context.Stop.ThrowIfCancellationRequested();
        if (json is not null)
        {
            EvaluationJson.Write(json, result);
        }

        EvaluationText.Write(context.Out, result);
    }

    private static void EvaluateNumbers(ToolContext context, Model model, LabelledData data, int? exit, double? coverage, string? json)
    {
        int[] rows = [.. Enumerable.Range(0, data.Count)];
        Dataset dataset = data.Encode(model.Encoding!, rows);
        RegressionEvaluation evaluation = data.Ask(model, rows, exit, () => RegressionEvaluation.Of(model.Network, dataset, coverage, exit));
        var result = new RegressionResult(evaluation, coverage,
        [
            .. Layers(model, exit).Select(layer => (
                layer, Measure.Of(data.Ask(model, rows, layer, () => RegressionEvaluation.Of(model.Network, dataset, exit: layer))))),
        ]);
        context.Stop.ThrowIfCancellationRequested();
        if (json is not null)
        {
            result.WriteJson(json);
        }

        result.Write(context.Out);
    }

    // The layers to measure beside the head.
    private static IEnumerable<int> Layers(Model model, int? exit)
        => model.Network.HasExits && exit is null ? Enumerable.Range(1, model.Network.LayerCount) : [];
}
