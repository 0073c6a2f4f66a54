using SigProp.Numerics;
using SigProp.Optimizers;
using SigProp.TorchSharp.Learning;
using SigProp.TorchSharp.Networks;
using SigProp.TorchSharp.Running;
using static TorchSharp.torch;

namespace SigProp.TorchSharp.Tests.Precision;

/// <summary>Steps by gradients of a scaled loss, which a processor takes too: parameters, and so their gradients, are of 32 bits.</summary>
public sealed class ScaledStepTests
{
    private static readonly AdamSpec s_adam = new() { LearningRate = 0.01f };
    private static readonly float[] s_start = [1f, -2f, 3f, 0.5f, -0.25f, 4f];

    // Unlike enough for a norm to clip.
    private static readonly float[] s_gradients = [0.5f, -1f, 2f, 0.125f, 0.0625f, -4f];

    [Theory]
    [InlineData(0f)]
    [InlineData(0.5f)]
    public void A_step_is_that_by_the_gradients_without_the_scale(float clipNorm)
    {
        using var scaled = new Given(ScalarType.Float16, clipNorm);
        using var plain = new Given(ScalarType.Float32, clipNorm);
        Assert.Equal(1, plain.Learner.Scale);
        for (int step = 0; step < 3; step++)
        {
            // A power of 2: nothing is rounded.
            scaled.SetGradients(scaled.Learner.Scale);
            scaled.Learner.Update();
            plain.SetGradients(1);
            plain.Learner.Update();
        }

        Assert.Equal(3, scaled.Optimizer.State.Steps);
        Assert.Equal(plain.Values(), scaled.Values());
        Assert.Equal(plain.Moments(), scaled.Moments());
        Assert.NotEqual(s_start, scaled.Values());
        Assert.Equal(65536, scaled.Learner.Scale);
    }

    [Theory]
    [InlineData(float.PositiveInfinity)]
    [InlineData(float.NegativeInfinity)]
    [InlineData(float.NaN)]
    public void A_step_whose_gradients_overflow_is_left_out_and_halves_the_scale(float overflow)
    {
        using var given = new Given(ScalarType.Float16);
        given.SetGradients(given.Learner.Scale);
        given.Learner.Update();
        float[] values = given.Values(), moments = given.Moments();
        given.SetGradients(given.Learner.Scale, overflow);
        given.Learner.Update();
        Assert.Equal(values, given.Values());
        Assert.Equal(moments, given.Moments());
        Assert.Equal(1, given.Optimizer.State.Steps);
        Assert.All(given.Learner.Gradients, Assert.Null);
        Assert.Equal(32768, given.Learner.Scale);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Learners_of_one_loss_step_together_or_not_at_all(bool otherOverflows)
    {
        using var owner = new Given(ScalarType.Float16);
        using var other = new Given(ScalarType.Float16);
        (otherOverflows ? owner : other).SetGradients(owner.Learner.Scale);
        (otherOverflows ? other : owner).SetGradients(owner.Learner.Scale, float.PositiveInfinity);
        owner.Learner.Update(other.Learner);
        Assert.Equal(32768, owner.Learner.Scale);
        foreach (Given given in new[] { owner, other })
        {
            Assert.Equal(s_start, given.Values());
            Assert.Equal(0, given.Optimizer.State.Steps);
            Assert.All(given.Learner.Gradients, Assert.Null);
        }

        // The other's gradients are of the owner's scale.
        using var plain = new Given(ScalarType.Float32);
        plain.SetGradients(1);
        plain.Learner.Update();
        owner.SetGradients(owner.Learner.Scale);
        other.SetGradients(owner.Learner.Scale);
        owner.Learner.Update(other.Learner);
        Assert.Equal(plain.Values(), owner.Values());
        Assert.Equal(plain.Values(), other.Values());
    }

    [Fact]
    public void It_goes_on_where_it_was_written_down()
    {
        using var given = new Given(ScalarType.Float16);
        given.SetGradients(given.Learner.Scale, float.PositiveInfinity);
        given.Learner.Update();
        given.SetGradients(given.Learner.Scale);
        given.Learner.Update();
        var walk = new Memorizer();
        given.Learner.Walk(walk);
        walk.Rewind();
        using var other = new Given(ScalarType.Float16);
        other.Learner.Walk(walk);
        Assert.Equal(32768, other.Learner.Scale);
        var again = new Memorizer();
        other.Learner.Walk(again);
        Assert.Equal(walk.Bytes, again.Bytes);
    }

    [Fact]
    public void Without_a_scale_nothing_is_written_down()
    {
        using var given = new Given(ScalarType.BFloat16);
        var walk = new Memorizer();
        given.Learner.Walk(walk);
        Assert.Empty(walk.Bytes);
        Assert.Null(given.Learner.Warning);
    }

    /// <summary>A learner of a weight and a bias on the CPU.</summary>
    private sealed class Given : IDisposable
    {
        private readonly TorchTensors _tensors;

        public Given(ScalarType type, float clipNorm = 0f)
        {
            Parameter[] parameters = [new("layer1.weight", 2, 2, isWeight: true), new("layer1.bias", 1, 2, isWeight: false)];
            s_start.AsSpan(0, 4).CopyTo(parameters[0].Values);
            s_start.AsSpan(4).CopyTo(parameters[1].Values);
            var place = new TorchPlace(IsCuda: false, type, AllowsTensorFloat32: false);
            _tensors = new TorchTensors(parameters, place);
            Optimizer = new LayerOptimizer(s_adam, clipNorm, parameters, new float[LayerOptimizer.GradientLength(parameters)]) { LearningRate = s_adam.LearningRate };
            Learner = new TorchLearner(Optimizer, s_adam, clipNorm, _tensors, place);
            using IDisposable silence = no_grad();
            _tensors.Upload();
            Learner.Upload();
        }

        public LayerOptimizer Optimizer { get; }

        public TorchLearner Learner { get; }

        /// <summary>As autograd leaves them; the last one may be another.</summary>
        public void SetGradients(double scale, float? last = null)
        {
            float[] gradients = [.. s_gradients.Select(g => (float)(g * scale))];
            gradients[^1] = last ?? gradients[^1];
            Learner.Values[0].grad = tensor(gradients[..4], 2, 2);
            Learner.Values[1].grad = tensor(gradients[4..]);
        }

        public float[] Values()
        {
            _tensors.Download();
            return [.. Optimizer.Parameters.SelectMany(p => p.Values.ToArray())];
        }

        public float[] Moments()
        {
            Learner.Download();
            return [.. Optimizer.State.Moments().SelectMany(m => m.Values)];
        }

        public void Dispose()
        {
            Learner.Dispose();
            _tensors.Dispose();
        }
    }
}
