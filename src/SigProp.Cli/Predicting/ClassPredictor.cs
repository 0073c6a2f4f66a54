using System.Globalization;
using System.Numerics.Tensors;
using CsvHelper;
using SigProp.Cli.Input;

namespace SigProp.Cli.Predicting;

/// <summary>The class of each row, and how probable each class is.</summary>
/// <param name="model">The model.</param>
/// <param name="exit">The layer that answers, or null for the head.</param>
/// <param name="margin">By how much the most probable class must lead for a layer to answer; null where layers are not asked in turn.</param>
internal sealed class ClassPredictor(Model model, int? exit, float? margin) : Predictor(model, exit)
{
    public override IReadOnlyList<string> Columns =>
        ["predicted", .. margin is null ? Array.Empty<string>() : ["layer"], .. ClassNames.Select(name => $"p_{name}")];

    protected override void WriteRows(CsvWriter csv, float[] features)
    {
        int rows = features.Length / Network.InputWidth, classes = ClassNames.Count;
        int[] depths = new int[rows], found = new int[rows];
        float[] probabilities = margin is float least ? Early(features, least, depths) : Answers.Of(Network, features, Exit);
        bool tree = Network.Spec.TreeBudget is not null && Network.HasExits && margin is null && Exit is null;
        if (tree)
        {
            Network.PredictClasses(features, found);
        }

        for (int i = 0; i < rows; i++)
        {
            ReadOnlySpan<float> row = probabilities.AsSpan(i * classes, classes);
            csv.WriteField(ClassNames[tree ? found[i] : TensorPrimitives.IndexOfMax(row)]);
            if (margin is not null)
            {
                csv.WriteField(depths[i] > Network.LayerCount ? "head" : depths[i].ToString(CultureInfo.InvariantCulture));
            }

            WriteNumbers(csv, row);
            csv.NextRecord();
        }
    }

    private float[] Early(float[] features, float least, int[] depths)
    {
        float[] probabilities = new float[depths.Length * ClassNames.Count];
        Network.PredictEarly(features, least, probabilities, depths);
        return probabilities;
    }
}
