using SigProp.Learning;
using SigProp.Numerics;
using SigProp.TorchSharp.Networks;
using SigProp.TorchSharp.Running;
using SigProp.TorchSharp.Tests.Fidelity;

namespace SigProp.TorchSharp.Tests.Memory;

/// <summary>A layer's graph is gone before the next layer runs: what signal propagation needs at once does not grow with depth.</summary>
public sealed class LocalityTests
{
    private const int Rows = 256;

    public static TheoryData<string> Kinds => ["dense", "convolution", "spiking"];

    [Theory]
    [MemberData(nameof(Kinds))]
    public void The_memory_of_signals_does_not_grow_with_depth(string kind)
    {
        (long few, _) = Measure(kind, 4, LearningRuleKind.SignalPropagation);
        (long many, _) = Measure(kind, 16, LearningRuleKind.SignalPropagation);
        TestContext.Current.TestOutputHelper?.WriteLine($"LOCALITY {kind}: signal propagation, 4 layers {few}, 16 layers {many}");
        Assert.InRange((double)many / few, 0.97, 1.03);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Backpropagations_does(string kind)
    {
        (long few, _) = Measure(kind, 4, LearningRuleKind.Backpropagation);
        (long many, _) = Measure(kind, 16, LearningRuleKind.Backpropagation);
        (long local, _) = Measure(kind, 16, LearningRuleKind.SignalPropagation);
        TestContext.Current.TestOutputHelper?.WriteLine($"LOCALITY {kind}: backpropagation, 4 layers {few}, 16 layers {many}; signal propagation, 16 layers {local}");
        Assert.InRange((double)many / few, 2.5, 4.5);
        Assert.True(many > 3 * local, $"{many} and {local}");
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void A_layers_graph_is_released_before_the_next_layer_runs(string kind)
    {
        (_, IReadOnlyList<LayerCost> costs) = Measure(kind, 16, LearningRuleKind.SignalPropagation);
        Assert.Equal(17, costs.Count);
        Assert.All(costs, c => Assert.True(c.SignalBytes > 0, c.Name));

        // From the second layer on all are alike.
        Assert.All(costs.Skip(2).Take(14), c => Assert.InRange((double)c.SignalBytes / costs[1].SignalBytes, 0.97, 1.03));
    }

    [Fact]
    public void Memory_is_that_of_the_tensors_there_are()
    {
        // h and its activation, and a few tensors more as large as the input; weights and targets are little beside them.
        (long bytes, _) = Measure("dense", 4, LearningRuleKind.SignalPropagation);
        const long Signal = Rows * 64 * sizeof(float);
        Assert.InRange(bytes, 2 * Signal, 12 * Signal);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Measuring_holds_one_layer_at_a_time(string kind)
    {
        Network network = Build(kind, 16, LearningRuleKind.SignalPropagation).CreateNetwork();
        using var context = new ComputeContext(1);
        network.ComputeClassTargets(context);
        using var scorer = new TorchScorer(network, context, SideBySide.Cpu());
        scorer.Begin();
        var tensors = new List<long>();
        scorer.AllScores(new float[8 * network.InputWidth], 8, (_, _) => tensors.Add(Live.Tensors));
        Assert.Equal(17, tensors.Count);

        // What a layer has made is there while it answers, and what it was given.
        Assert.All(tensors.Skip(1).Take(15), t => Assert.Equal(tensors[1], t));
    }

    [Fact]
    public void Dropout_takes_no_more_than_its_mask_and_what_it_leaves()
    {
        using var mask = new PositionMask(SideBySide.Cpu());
        foreach (Func<long[], float, uint, global::TorchSharp.torch.Tensor> make in new[] { mask.Elements, mask.OnDevice })
        {
            long before = Live.Tensors;
            using global::TorchSharp.torch.Tensor made = make([128, 64], 0.1f, 7);
            Assert.Equal(before + 1, Live.Tensors);
        }

        // The mask is made beside the answer, once the layer's graph is gone.
        (long without, _) = Measure("convolution", 4, LearningRuleKind.SignalPropagation);
        (long with, _) = Measure("convolution", 4, LearningRuleKind.SignalPropagation, 0.1f);
        Assert.InRange((double)with / without, 0.9, 1.05);
    }

    private static FidelityCase Build(string kind, int layers, LearningRuleKind rule, float dropout = 0f)
    {
        NetworkSpecBuilder start = kind == "convolution" ? ConvolutionCases.Start() : DenseCases.Start();
        start = kind == "spiking" ? start.Spiking() : start;
        for (int i = 0; i < layers; i++)
        {
            start = kind == "convolution" ? start.Convolution(16, dropout: dropout) : start.Dense(64, dropout: dropout);
        }

        return new FidelityCase(kind, start) { Rule = rule, Rows = Rows, FewRows = Rows };
    }

    private static (long Peak, IReadOnlyList<LayerCost> Costs) Measure(string kind, int layers, LearningRuleKind rule, float dropout = 0f)
    {
        FidelityCase of = Build(kind, layers, rule, dropout);
        using var context = new ComputeContext(1);
        LearningRule made = Live.Rule(of, context);
        made.BeginSteps(context);
        for (int step = 0; step < 3; step++)
        {
            Live.Step(made, of.Batch(step), step);
        }

        made.EndSteps(context);
        ((IDisposable)made).Dispose();
        return (made.SignalBytes, made.Costs);
    }
}
