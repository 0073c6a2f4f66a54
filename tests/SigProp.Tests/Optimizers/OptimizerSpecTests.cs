using SigProp.Optimizers;

namespace SigProp.Tests.Optimizers;

public sealed class OptimizerSpecTests
{
    public static TheoryData<OptimizerSpec, string> Unsound() => new()
    {
        { new AdamSpec { LearningRate = 0 }, "LearningRate is 0; it must be above 0 and finite." },
        { new AdamSpec { LearningRate = float.PositiveInfinity }, "LearningRate" },
        { new AdamSpec { LearningRate = float.NaN }, "LearningRate" },
        { new SgdSpec { WeightDecay = -1 }, "WeightDecay is -1; it must be at least 0 and finite." },
        { new AdamWSpec { WeightDecay = float.NaN }, "WeightDecay" },
        { new AdamSpec { Beta1 = 1 }, "Beta1 is 1; it must lie in [0, 1)." },
        { new AdamSpec { Beta2 = -0.1f }, "Beta2" },
        { new AdamSpec { Epsilon = 0 }, "Epsilon is 0; it must be above 0 and finite." },
        { new AdamWSpec { Beta1 = float.NaN }, "Beta1" },
        { new AdamWSpec { Beta2 = 1 }, "Beta2" },
        { new AdamWSpec { Epsilon = float.NaN }, "Epsilon" },
        { new AdamWSpec { Epsilon = float.PositiveInfinity }, "Epsilon" },
        { new AdamSpec { Epsilon = float.PositiveInfinity }, "Epsilon" },
        { new SgdSpec { Momentum = 1 }, "Momentum is 1; it must lie in [0, 1)." },
        { new SgdSpec { Nesterov = true }, "Nesterov is set but Momentum is 0" },
    };

    [Theory]
    [MemberData(nameof(Unsound))]
    public void What_is_unsound_is_named_with_its_value(OptimizerSpec spec, string message)
    {
        var errors = new List<string>();
        spec.Validate(errors);
        Assert.StartsWith(message, Assert.Single(errors), StringComparison.Ordinal);
    }

    [Fact]
    public void Defaults_are_those_documented()
    {
        Assert.Equal((0.1f, 0f, 0f, false), (new SgdSpec().LearningRate, new SgdSpec().WeightDecay, new SgdSpec().Momentum, new SgdSpec().Nesterov));
        var adam = new AdamSpec();
        Assert.Equal((0.001f, 0f, 0.9f, 0.999f, 1e-8f), (adam.LearningRate, adam.WeightDecay, adam.Beta1, adam.Beta2, adam.Epsilon));
        var adamW = new AdamWSpec();
        Assert.Equal((0.001f, 0.01f, 0.9f, 0.999f, 1e-8f), (adamW.LearningRate, adamW.WeightDecay, adamW.Beta1, adamW.Beta2, adamW.Epsilon));
        foreach (OptimizerSpec spec in (OptimizerSpec[])[new SgdSpec(), adam, adamW])
        {
            var errors = new List<string>();
            spec.Validate(errors);
            Assert.Empty(errors);
        }
    }
}
