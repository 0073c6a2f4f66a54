using System.Numerics.Tensors;
using CsvHelper;
using SigProp.Cli.Input;

namespace SigProp.Cli.Predicting;

/// <summary>The class of each row, and how probable each class is.</summary>
internal sealed class ClassPredictor(Model model, int? exit) : Predictor(model, exit)
{
    public override IReadOnlyList<string> Columns => ["predicted", .. ClassNames.Select(name => $"p_{name}")];

    protected override void WriteRows(CsvWriter csv, float[] features)
    {
        float[] probabilities = Answers.Of(Network, features, Exit);
        for (int start = 0; start < probabilities.Length; start += ClassNames.Count)
        {
            ReadOnlySpan<float> row = probabilities.AsSpan(start, ClassNames.Count);
            csv.WriteField(ClassNames[TensorPrimitives.IndexOfMax(row)]);
            WriteNumbers(csv, row);
            csv.NextRecord();
        }
    }
}
