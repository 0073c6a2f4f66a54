using System.Globalization;
using SigProp.Data;
using SigProp.Tests.Readme;
using SigProp.Training;

namespace SigProp.Tests.Learning;

/// <summary>Real handwritten digits, with the default options.</summary>
public sealed class DigitsTests
{
    [Fact]
    public void Five_folds_of_the_digits_reach_97_percent()
    {
        string[][] lines = [.. File.ReadLines(Path.Combine(Repository.Root, "samples", "data", "digits.csv")).Skip(1).Select(l => l.Split(','))];
        float[] pixels = [.. lines.SelectMany(l => l[..64]).Select(v => float.Parse(v, CultureInfo.InvariantCulture))];
        var data = new Dataset(pixels, 64, [.. lines.Select(l => int.Parse(l[64], CultureInfo.InvariantCulture))], 10);
        int[][] folds = StratifiedSplit.Folds(data, 5);
        double accuracy = folds.Average(fold =>
        {
            Dataset train = data.Select([.. folds.Where(f => f != fold).SelectMany(f => f)]), test = data.Select(fold);
            StandardScaling scaling = StandardScaling.Fit(train.Features, 64);
            scaling.Apply(train.Features);
            scaling.Apply(test.Features);
            NetworkSpec spec = NetworkSpec.Create(64, 10).Dense(256).Dense(256).Build();
            return Evaluation.Of(new Trainer().Train(spec, train).Network, test).Accuracy;
        });
        Assert.True(accuracy >= 0.97, $"accuracy {accuracy}");
    }
}
