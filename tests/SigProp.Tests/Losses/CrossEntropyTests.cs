using SigProp.Losses;
using SigProp.Numerics;

namespace SigProp.Tests.Losses;

public sealed class CrossEntropyTests
{
    [Fact]
    public void Loss_gradient_and_hits_are_those_computed_by_hand()
    {
        // Two rows: logits log 1, log 2, log 1 and log 1, log 1, log 8.
        float[] z = [0f, MathF.Log(2), 0f, 0f, 0f, MathF.Log(8)];
        LossValue loss = CrossEntropy.Evaluate(new MatrixView(z, 2, 3), [1, 0], weights: default);
        Assert.Equal((Math.Log(2) + Math.Log(10)) / 2, loss.Mean, 1e-6);
        Assert.Equal(1, loss.Score);
        double[] gradient = [1 / 8.0, (0.5 - 1) / 2, 1 / 8.0, (0.1 - 1) / 2, 0.05, 0.4];
        Assert.All(gradient.Zip(z), pair => Assert.Equal(pair.First, pair.Second, 1e-6));
    }

    [Fact]
    public void A_row_counts_by_its_weight_but_scores_once()
    {
        float[] z = [0.5f, -1f, 2f, 0f, 1f, 0.25f], weighted = [.. z];
        var one = new MatrixView(z, 2, 3);
        double first = CrossEntropy.Evaluate(new MatrixView([0.5f, -1f, 2f], 1, 3), [2], default).Mean;
        double second = CrossEntropy.Evaluate(new MatrixView([0f, 1f, 0.25f], 1, 3), [0], default).Mean;
        LossValue loss = CrossEntropy.Evaluate(new MatrixView(weighted, 2, 3), [2, 0], [0.5f, 3f]);
        Assert.Equal(((0.5 * first) + (3 * second)) / 2, loss.Mean, 1e-6);
        Assert.Equal(1, loss.Score);
        CrossEntropy.Evaluate(one, [2, 0], default);
        Assert.All(Enumerable.Range(0, 6), i => Assert.Equal(z[i] * (i < 3 ? 0.5f : 3f), weighted[i], 1e-6f));
    }

    [Fact]
    public void Of_equals_the_first_is_taken_as_in_prediction()
    {
        Assert.Equal(1, Evaluate([2, 2, 1], 0).Score);
        Assert.Equal(0, Evaluate([2, 2, 1], 1).Score);
    }

    [Theory]
    [InlineData(1e30f)]
    [InlineData(1000f)]
    [InlineData(-1e30f)]
    public void Large_logits_do_not_overflow(float size)
    {
        Assert.Equal(0, Evaluate([size + Math.Abs(size), size, size], 0).Mean, 1e-6);
        Assert.Equal(Math.Abs((double)size), Evaluate([size + Math.Abs(size), size, size], 1).Mean, 1e-6 * Math.Abs(size));
        Assert.Equal(Math.Log(3), Evaluate([size, size, size], 1).Mean, 1e-6);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    public void What_is_not_finite_does_not_pass_for_a_loss(int at)
    {
        foreach (float value in new[] { float.NaN, float.PositiveInfinity })
        {
            float[] z = [1, 2, 3];
            z[at] = value;
            Assert.False(double.IsFinite(Evaluate(z, 0).Mean));
        }
    }

    [Fact]
    public void Softmax_gives_probabilities_and_the_logarithm_of_the_sum()
    {
        for (int length = 1; length < 40; length++)
        {
            float[] z = Given.Uniform(length, length, 5f);
            double sum = z.Sum(v => Math.Exp(v));
            float[] p = [.. z];
            Assert.Equal(Math.Log(sum), RowOperations.SoftMax(p), 1e-5);
            Assert.All(z.Zip(p), pair => Assert.Equal(Math.Exp(pair.First) / sum, pair.Second, 1e-6));
        }
    }

    [Fact]
    public void The_exponential_of_a_value_does_not_depend_on_its_place()
    {
        float[] values = [.. Given.Uniform(60, 1, 20f), -200f, -1e30f, 0f, float.NegativeInfinity];
        float[] all = [.. values];
        RowOperations.Exp(all);
        for (int i = 0; i < values.Length; i++)
        {
            float[] alone = [values[i]];
            RowOperations.Exp(alone);
            Assert.Equal(all[i], alone[0]);
            Assert.Equal(Math.Exp(values[i]), alone[0], 1e-37 + (2e-6 * Math.Exp(values[i])));
        }
    }

    private static LossValue Evaluate(float[] logits, int label) => CrossEntropy.Evaluate(new MatrixView(logits, 1, logits.Length), [label], weights: default);
}
