using SigProp.Layers;
using SigProp.Learning;
using SigProp.Numerics;
using SigProp.Optimizers;

namespace SigProp.Tests.Claims;

/// <summary>What the paper claims for learning in a forward pass, and what backpropagation does instead.</summary>
public sealed class LocalLearningTests
{
    private const int Rows = 8;

    private static readonly NetworkSpec s_spec = NetworkSpec.Create(5, 3).Dense(7).Dense(6).Dense(4).Build();

    [Fact]
    public void A_layer_has_learned_before_the_next_one_runs()
    {
        List<string> events = Events(LearningRuleKind.SignalPropagation);
        Assert.Equal(
            [
                "layer1 runs after changes of ", "layer1 learns",
                "layer2 runs after changes of layer1", "layer2 learns",
                "layer3 runs after changes of layer1 layer2", "layer3 learns",
            ],
            events);
    }

    [Fact]
    public void With_backpropagation_no_layer_has_learned_before_the_last_one_runs()
    {
        List<string> events = Events(LearningRuleKind.Backpropagation);
        Assert.Equal(
            [
                "layer1 runs after changes of ", "layer2 runs after changes of ", "layer3 runs after changes of ",
                "layer3 propagates", "layer3 learns", "layer2 propagates", "layer2 learns", "layer1 learns",
            ],
            events);
    }

    [Fact]
    public void Signal_propagation_learns_where_there_is_no_error_path()
    {
        Network network = Given.Network(s_spec, (name, inputs, spec) => new NoErrorPath(name, inputs, spec));
        float[] before = Given.Tensors(network);
        using var context = new ComputeContext(1);
        LearningRule rule = Given.Rule(LearningRuleKind.SignalPropagation, network, context, Rows);
        Given.Steps(rule, network, 3, Rows);
        float[] after = Given.Tensors(network);
        Assert.Equal(0, before.Zip(after).Count(pair => pair.First == pair.Second));
    }

    [Fact]
    public void Backpropagation_needs_the_error_path()
    {
        Network network = Given.Network(s_spec, (name, inputs, spec) => new NoErrorPath(name, inputs, spec));
        using var context = new ComputeContext(1);
        LearningRule rule = Given.Rule(LearningRuleKind.Backpropagation, network, context, Rows);
        Assert.Throws<NotSupportedException>(() => Given.Steps(rule, network, 1, Rows));
    }

    public static TheoryData<string> OtherSuccessors() => [.. s_successors.Keys];

    [Theory]
    [MemberData(nameof(OtherSuccessors))]
    public void What_a_layer_learns_depends_on_nothing_that_comes_after_it(string successors)
        => Assert.Equal(FirstLayer(s_successors["one"], LearningRuleKind.SignalPropagation),
            FirstLayer(s_successors[successors], LearningRuleKind.SignalPropagation));

    [Fact]
    public void With_backpropagation_it_does()
        => Assert.NotEqual(FirstLayer(s_successors["one"], LearningRuleKind.Backpropagation),
            FirstLayer(s_successors["two, and wider"], LearningRuleKind.Backpropagation));

    private static readonly Dictionary<string, NetworkSpec> s_successors = new()
    {
        ["one"] = First().Dense(6).Build(),
        ["none"] = First().Build(),
        ["two, and wider"] = First().Dense(40).Dense(3, Activation.Tanh).Build(),
        ["another loss"] = First().Dense(6, loss: LocalLossKind.SquaredDistance).Build(),
        ["normalised and dropped"] = First().Dense(6, dropout: 0.5f, batchNormalization: true).Build(),
        ["another head"] = First().Dense(6).Head(HeadKind.NearestTarget).Build(),
    };

    private static NetworkSpecBuilder First() => NetworkSpec.Create(5, 3).Dense(7, dropout: 0.2f);

    private static float[] FirstLayer(NetworkSpec spec, LearningRuleKind kind)
    {
        Network network = Network.Create(spec, 3);
        using var context = new ComputeContext(1);
        Given.Steps(Given.Rule(kind, network, context, Rows), network, 5, Rows);
        return [.. network.Tensors.Where(t => t.Name.StartsWith("layer1.", StringComparison.Ordinal)
            || t.Name.StartsWith("targets.", StringComparison.Ordinal)).SelectMany(t => network.GetTensor(t.Name).ToArray())];
    }

    private static List<string> Events(LearningRuleKind kind)
    {
        var events = new List<string>();
        var layers = new List<Observed>();
        Network network = Given.Network(s_spec, (name, inputs, spec) =>
        {
            layers.Add(new Observed(name, inputs, spec, layers, events));
            return layers[^1];
        });
        layers.ForEach(l => l.Remember());
        using var context = new ComputeContext(1);
        Given.Steps(Given.Rule(kind, network, context, Rows), network, 1, Rows);
        return events;
    }

    private sealed class NoErrorPath(string name, int inputs, DenseSpec spec) : DenseLayer(name, inputs, spec)
    {
        public override void PropagateError(ComputeContext context, in MatrixView gradient, in MatrixView inputGradient)
            => throw new NotSupportedException();
    }

    private sealed class Observed(string name, int inputs, DenseSpec spec, List<Observed> all, List<string> events)
        : DenseLayer(name, inputs, spec)
    {
        private readonly string _name = name;
        private float[] _initial = [];

        private bool HasChanged => !Weight.Values.SequenceEqual(_initial);

        public void Remember() => _initial = Weight.Values.ToArray();

        public override void Forward(ComputeContext context, in Signal input, in Signal output, LayerMemory? memory)
        {
            events.Add($"{_name} runs after changes of {string.Join(' ', all.Where(l => l.HasChanged).Select(l => l._name))}");
            base.Forward(context, input, output, memory);
        }

        public override void Update(ComputeContext context, in Signal input, in Signal gradient, LayerOptimizer optimizer)
        {
            events.Add($"{_name} learns");
            base.Update(context, input, gradient, optimizer);
        }

        public override void PropagateError(ComputeContext context, in MatrixView gradient, in MatrixView inputGradient)
        {
            events.Add($"{_name} propagates");
            base.PropagateError(context, gradient, inputGradient);
        }
    }
}
