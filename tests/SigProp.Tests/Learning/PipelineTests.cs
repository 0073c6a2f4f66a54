using SigProp.Learning;
using SigProp.Losses;
using SigProp.Numerics;
using SigProp.Optimizers;
using SigProp.Tests.Training;

namespace SigProp.Tests.Learning;

/// <summary>Layers that learn in parallel learn what they learn in turn, bit for bit.</summary>
public sealed class PipelineTests
{
    private static readonly TimeSpan s_patience = TimeSpan.FromMinutes(1);

    public static IEnumerable<TheoryDataRow<string, int, int>> NetworksGroupsAndThreads()
        => from name in Pipelined.Networks.Keys
           from groups in new[] { 2, 3, 4 }
           from threads in new[] { 2, 3, 5 }
           where threads == 2 || threads > groups
           select new TheoryDataRow<string, int, int>(name, groups, threads);

    [Theory]
    [MemberData(nameof(NetworksGroupsAndThreads))]
    public void The_bits_are_those_of_steps_in_turn(string name, int groups, int threads)
    {
        NetworkSpec spec = Pipelined.Networks[name];
        int learners = spec.LearningLayers.Count() + (spec.Head == HeadKind.NearestTarget ? 0 : 1);
        Assert.Equal(Pipelined.InTurn(spec), Pipelined.Overlapping(spec, Math.Min(groups, learners), threads));
    }

    [Theory]
    [InlineData("layer1")]
    [InlineData("layer2")]
    [InlineData("layer3")]
    public async Task What_a_layer_throws_is_thrown_on_the_caller(string broken)
    {
        NetworkSpec spec = NetworkSpec.Create(4, 3).Dense(8).Dense(7).Dense(6).Build();
        Network network = Given.Network(spec, (name, inputs, layer) => new CountingLayer(name, inputs, layer, done =>
        {
            if (name == broken && done == 5)
            {
                throw new NotSupportedException($"{name} is broken.");
            }
        }));
        int finished = 0;
        var exception = await Assert.ThrowsAsync<NotSupportedException>(() => Task.Run(() => Run(network, 3, 100, () => finished++)).WaitAsync(s_patience));
        Assert.Equal($"{broken} is broken.", exception.Message);

        // The layer's own frame may be inlined; that of what it calls is where the stack begins.
        Assert.Contains(nameof(PipelineTests), exception.StackTrace!.Split('\n')[0], StringComparison.Ordinal);
        Assert.InRange(finished, 0, 4);
    }

    [Fact]
    public async Task A_pipeline_may_end_with_steps_in_flight()
    {
        Network network = Given.Network(
            NetworkSpec.Create(4, 3).Dense(8).Dense(7).Build(), (name, inputs, layer) => new CountingLayer(name, inputs, layer, _ => Thread.Sleep(1)));
        await Task.Run(() => Run(network, 2, 3, () => { }, takeOut: false)).WaitAsync(s_patience);
    }

    [Fact]
    public void A_full_pipeline_takes_no_more()
    {
        using var context = new ComputeContext(1);
        var rule = new SignalPropagation(Pipelined.Setup(Pipelined.Networks["2 layers"], context, out _));
        rule.Regroup(0, 1);
        Batch batch = Pipelined.BatchOf(Pipelined.Networks["2 layers"]);
        Pipelined.Fill(batch, 0);
        using var pipeline = new Pipeline(rule, [context, new ComputeContext(1)], batch);
        while (!pipeline.IsFull)
        {
            pipeline.Begin(batch, default, 0.01f);
        }

        Assert.Equal(SignalJoint.Capacity + 1, pipeline.InFlight);
        Assert.Throws<InvalidOperationException>(() => pipeline.Begin(batch, default, 0.01f));
        var losses = new LossValue[3];
        for (int left = pipeline.InFlight; left > 0; left--)
        {
            Assert.True(pipeline.TryFinish(true, losses, out int rows));
            Assert.Equal(22, rows);
        }

        Assert.False(pipeline.TryFinish(true, losses, out _));
    }

    [Fact]
    public void Groups_share_no_memory_and_one_group_has_none_for_others()
    {
        using var context = new ComputeContext(1);
        var rule = new SignalPropagation(Pipelined.Setup(Pipelined.Networks["4 layers"], context, out _));
        IReadOnlyList<LayerOptimizer> optimizers = rule.Optimizers;
        long before = rule.SignalBytes;
        rule.Regroup(0, 2, 4);
        Assert.Equal(3, rule.Groups.Count);
        Assert.Same(optimizers, rule.Optimizers);
        Assert.Equal(5, rule.Groups.Select(g => g.Memory).Distinct().Count() + rule.Groups.Count(g => g.Joint is not null));
        float[][] gradients = [.. optimizers.Select(o => o.Gradient(0).Array)];
        Assert.Same(gradients[0], gradients[1]);
        Assert.Same(gradients[2], gradients[3]);
        Assert.Equal(3, gradients.Distinct().Count());
        rule.Regroup(0);
        Assert.Equal(before, rule.SignalBytes);
    }

    [Theory]
    [InlineData(new double[] { 1, 1, 1, 1 }, 2, new[] { 0, 2 })]
    [InlineData(new double[] { 5, 1, 1, 1 }, 2, new[] { 0, 1 })]
    [InlineData(new double[] { 1, 1, 1, 5 }, 2, new[] { 0, 3 })]
    [InlineData(new double[] { 3, 3, 2, 2, 2 }, 3, new[] { 0, 1, 3 })]
    [InlineData(new double[] { 2, 2, 2 }, 3, new[] { 0, 1, 2 })]
    [InlineData(new double[] { 2, 2, 2 }, 1, new[] { 0 })]
    [InlineData(new double[] { 0, 0, 0 }, 2, new[] { 0, 1 })]
    public void The_costliest_group_costs_as_little_as_can_be(double[] costs, int groups, int[] starts)
        => Assert.Equal(starts, PipelineBalance.Cut(costs, groups));

    [Fact]
    public void Threads_go_where_most_is_to_be_done()
    {
        Assert.Equal([1, 1], PipelineBalance.Share([4, 1], [0, 1], 2));
        Assert.Equal([4, 1], PipelineBalance.Share([4, 1], [0, 1], 5));
        Assert.Equal([2, 2, 2], PipelineBalance.Share([1, 1, 1, 1, 1, 1], [0, 2, 4], 6));
    }

    private static void Run(Network network, int groups, int steps, Action finished, bool takeOut = true)
    {
        using var context = new ComputeContext(1);
        var rule = new SignalPropagation(new LearningSetup(context, network, new AdamSpec(), 0f, 6));
        rule.Regroup([.. Enumerable.Range(0, groups)]);
        ComputeContext[] contexts = [.. Enumerable.Range(0, groups).Select(_ => new ComputeContext(1))];
        Batch batch = Given.Batch(6, 4, 3);
        var losses = new LossValue[rule.LossNames.Count];
        using var pipeline = new Pipeline(rule, contexts, batch);
        for (int step = 0; step < steps; step++)
        {
            pipeline.Begin(batch, default, 0.01f);
            while (takeOut && pipeline.TryFinish(pipeline.IsFull, losses, out _))
            {
                finished();
            }
        }
    }
}
