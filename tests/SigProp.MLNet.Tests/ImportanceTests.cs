using System.Collections.Immutable;
using Microsoft.ML;
using Microsoft.ML.Data;
using Xunit;

namespace SigProp.MLNet.Tests;

/// <summary>Which features matter: by permutation, in every task, by the slots' names; and by the weights of the first layer.</summary>
public sealed class ImportanceTests
{
    private readonly MLContext _context = new(seed: 1);

    [Fact]
    public void Permutation_finds_what_classes_depend_on()
    {
        IDataView data = NamedColumns.Load(_context);
        var options = new SignalPropagationTrainer.Options();
        NamedColumns.Quick(options);
        var model = NamedColumns.Features(_context).Append(_context.MulticlassClassification.Trainers.SignalPropagation(options)).Fit(data);
        IDataView scored = model.Transform(data);

        var byName = _context.MulticlassClassification.PermutationFeatureImportance((ITransformer)model, scored);
        ImmutableArray<MulticlassClassificationMetricsStatistics> bySlot =
            _context.MulticlassClassification.PermutationFeatureImportance(model.LastTransformer, scored);

        AssertFound(byName.ToDictionary(f => f.Key, f => f.Value.MicroAccuracy.Mean), [.. bySlot.Select(f => f.MicroAccuracy.Mean)]);
    }

    [Fact]
    public void Permutation_finds_what_two_classes_depend_on()
    {
        IDataView data = NamedColumns.Load(_context);
        var options = new SignalPropagationBinaryTrainer.Options { LabelColumnName = "Heavy" };
        NamedColumns.Quick(options);
        var model = NamedColumns.Features(_context).Append(_context.BinaryClassification.Trainers.SignalPropagation(options)).Fit(data);
        IDataView scored = model.Transform(data);

        var byName = _context.BinaryClassification.PermutationFeatureImportanceNonCalibrated((ITransformer)model, scored, "Heavy");
        var bySlot = _context.BinaryClassification.PermutationFeatureImportance(model.LastTransformer, scored, "Heavy");

        AssertFound(byName.ToDictionary(f => f.Key, f => f.Value.AreaUnderRocCurve.Mean), [.. bySlot.Select(f => f.AreaUnderRocCurve.Mean)]);
    }

    [Fact]
    public void Permutation_finds_what_a_value_depends_on()
    {
        IDataView data = NamedColumns.Load(_context);
        var options = new SignalPropagationRegressionTrainer.Options { LabelColumnName = "Price" };
        NamedColumns.Quick(options);
        var model = NamedColumns.Features(_context).Append(_context.Regression.Trainers.SignalPropagation(options)).Fit(data);
        IDataView scored = model.Transform(data);

        var byName = _context.Regression.PermutationFeatureImportance((ITransformer)model, scored, "Price");
        var bySlot = _context.Regression.PermutationFeatureImportance(
            model.LastTransformer, scored, "Price", useFeatureWeightFilter: true);

        AssertFound(byName.ToDictionary(f => f.Key, f => f.Value.RSquared.Mean), [.. bySlot.Select(f => f.RSquared.Mean)]);
    }

    [Fact]
    public void The_first_layer_tells_what_classes_depend_on()
    {
        IDataView data = NamedColumns.Load(_context);
        var options = new SignalPropagationTrainer.Options();
        NamedColumns.Quick(options);
        var model = NamedColumns.Features(_context).Append(_context.MulticlassClassification.Trainers.SignalPropagation(options)).Fit(data);

        AssertWeights(WeightsOf(model.LastTransformer.Model));
    }

    [Fact]
    public void The_first_layer_tells_what_two_classes_depend_on()
    {
        IDataView data = NamedColumns.Load(_context);
        var options = new SignalPropagationBinaryTrainer.Options { LabelColumnName = "Heavy" };
        NamedColumns.Quick(options);
        var model = NamedColumns.Features(_context).Append(_context.BinaryClassification.Trainers.SignalPropagation(options)).Fit(data);

        AssertWeights(WeightsOf(model.LastTransformer.Model));
    }

    [Fact]
    public void The_first_layer_tells_what_a_value_depends_on()
    {
        IDataView data = NamedColumns.Load(_context);
        var options = new SignalPropagationRegressionTrainer.Options { LabelColumnName = "Price" };
        NamedColumns.Quick(options);
        var model = NamedColumns.Features(_context).Append(_context.Regression.Trainers.SignalPropagation(options)).Fit(data);

        AssertWeights(WeightsOf(model.LastTransformer.Model));
    }

    [Fact]
    public void Weights_of_features_are_the_slopes_of_the_first_layers_scores()
    {
        IDataView data = Curve.Load(_context, Curve.Rows(200));
        SignalPropagationBinaryModelParameters model = Curve.Binary(_context, o => o.Epochs = 1).Fit(data).Model;
        float[] w = model.Network.GetTensor("layer1.weight").ToArray(), t = model.Network.GetClassTargets(1).ToArray();

        // Of two classes, the difference of the targets is all that there is.
        double[] slopes = [.. Enumerable.Range(0, 3).Select(j => Math.Abs(Enumerable.Range(0, 32).Sum(u => (t[u] - (double)t[32 + u]) * w[(u * 3) + j])))];
        float[] weights = WeightsOf(model);
        Assert.All(slopes.Zip(weights), pair => Assert.Equal(pair.First / slopes.Max(), pair.Second, 4));
    }

    [Fact]
    public void Networks_without_targets_of_classes_tell_by_their_weights_alone()
    {
        IDataView data = Blobs.Load(_context);
        SignalPropagationModelParameters model = Blobs.TrainerOf(_context, EstimatorTests.States, "Key", change: o => o.Epochs = 1).Fit(data).Model;
        float[] w = model.Network.GetTensor("layer1.weight").ToArray();
        double[] expected = [.. Enumerable.Range(0, 4).Select(j => Math.Sqrt(w.Where((_, i) => i % 4 == j).Sum(v => (double)v * v)))];

        float[] weights = WeightsOf(model);
        Assert.All(expected.Zip(weights), pair => Assert.Equal(pair.First / expected.Max(), pair.Second, 4));
    }

    [Fact]
    public void What_a_gap_tells_counts_with_the_feature_that_has_it()
    {
        List<NamedColumns.Row> rows = NamedColumns.Rows();
        foreach (NamedColumns.Row row in rows)
        {
            row.Noise = row.Heavy ? float.NaN : row.Noise;
        }

        var options = new SignalPropagationBinaryTrainer.Options { LabelColumnName = "Heavy", MissingValues = MissingValues.Impute, PiecewiseBins = 0 };
        NamedColumns.Quick(options);
        var model = _context.Transforms.Concatenate("Features", "Length", "Weight", "Noise")
            .Append(_context.BinaryClassification.Trainers.SignalPropagation(options)).Fit(_context.Data.LoadFromEnumerable(rows));

        float[] weights = WeightsOf(model.LastTransformer.Model);
        Assert.Equal(3, weights.Length);
        Assert.InRange(weights[2], 0.5, 1);
    }

    [Fact]
    public void Pixels_of_a_convolution_have_no_weights_of_their_own()
    {
        IDataView data = _context.Data.TakeRows(Digits.Load(_context), 200);
        var options = new SignalPropagationTrainer.Options { Image = new ImageShape(1, 8, 8), Layers = [new ConvolutionSpec(4)], Epochs = 1 };
        var model = Digits.Keys(_context).Append(_context.MulticlassClassification.Trainers.SignalPropagation(options)).Fit(data);

        var exception = Assert.Throws<InvalidOperationException>(() => WeightsOf(model.LastTransformer.Model));
        Assert.Contains("no dense layer", exception.Message);
    }

    private static float[] WeightsOf<T>(SignalPropagationModelParametersBase<T> model)
    {
        VBuffer<float> weights = default;
        model.GetFeatureWeights(ref weights);
        return [.. weights.DenseValues()];
    }

    private static void AssertWeights(float[] weights)
    {
        Assert.Equal(3, weights.Length);
        Assert.Equal(1, weights.Max());
        Assert.True(weights[0] > 0.2 && weights[1] > 0.2 && weights[2] < 0.15, $"The weights are {string.Join(", ", weights)}.");
    }

    private static void AssertFound(Dictionary<string, double> byName, double[] bySlot)
    {
        Assert.Equal(["Length", "Noise", "Weight"], byName.Keys.Order());
        foreach (double[] change in (double[][])[[byName["Length"], byName["Weight"], byName["Noise"]], bySlot])
        {
            Assert.InRange(change[0], -2, -0.03);
            Assert.InRange(change[1], -2, -0.03);
            Assert.InRange(change[2], -0.02, 0.02);
        }
    }
}
