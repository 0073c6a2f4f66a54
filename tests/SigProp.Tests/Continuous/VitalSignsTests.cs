using SigProp.Learning;

namespace SigProp.Tests.Continuous;

/// <summary>A layer that the nudge does not move any more is reported, with a remedy.</summary>
public sealed class VitalSignsTests
{
    [Fact]
    public void A_layer_that_does_not_answer_for_long_has_died()
    {
        var signs = new VitalSigns(2);
        Run(signs, VitalSigns.Batches + 10, second: 0.3);
        Assert.Empty(signs.Warnings);
        Run(signs, VitalSigns.Batches - 1, second: 0);
        Assert.Empty(signs.Warnings);
        Run(signs, 1, second: 0);
        string warning = Assert.Single(signs.Warnings);
        Assert.StartsWith($"layer2 has died: since step {VitalSigns.Batches + 11} ", warning, StringComparison.Ordinal);
        Assert.Contains("Try a smaller LoopLearningRate", warning, StringComparison.Ordinal);
    }

    [Fact]
    public void One_that_answers_again_lives()
    {
        var signs = new VitalSigns(2);
        Run(signs, VitalSigns.Batches, second: 0);
        Run(signs, 1, second: 0.3);
        Assert.Empty(signs.Warnings);
    }

    [Fact]
    public void Small_changes_of_small_errors_are_no_death()
    {
        var signs = new VitalSigns(1);
        for (int i = 0; i < 2 * VitalSigns.Batches; i++)
        {
            signs.Observe(0, 1e-9, 1e-8);
            signs.EndStep();
        }

        Assert.Empty(signs.Warnings);
    }

    private static void Run(VitalSigns signs, int batches, double second)
    {
        for (int i = 0; i < batches; i++)
        {
            signs.Observe(0, 0.5, 1);
            signs.Observe(1, second, 1);
            signs.EndStep();
        }
    }
}
