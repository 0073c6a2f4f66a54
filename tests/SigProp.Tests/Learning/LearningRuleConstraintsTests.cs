using SigProp.Baselines;
using SigProp.Layers;
using SigProp.Learning;
using SigProp.Numerics;
using SigProp.Optimizers;
using SigProp.Training;

namespace SigProp.Tests.Learning;

/// <summary>What the table of Fig 1 says of a rule is what its code does.</summary>
public sealed class LearningRuleConstraintsTests
{
    private const int Rows = 8;

    private static readonly NetworkSpec s_spec = NetworkSpec.Create(5, 3).Dense(7, Activation.Tanh).Dense(6, Activation.Tanh).Dense(4, Activation.Tanh).Build();

    public static TheoryData<LearningRuleKind> Rules() => [.. Enum.GetValues<LearningRuleKind>()];

    /// <summary>Rules whose steps go through the network's own layers alone.</summary>
    public static TheoryData<LearningRuleKind> Observable() =>
    [
        LearningRuleKind.SignalPropagation, LearningRuleKind.Backpropagation, LearningRuleKind.Shallow, LearningRuleKind.FeedbackAlignment,
        LearningRuleKind.DirectFeedbackAlignment, LearningRuleKind.LocalLearning, LearningRuleKind.LocalLearningFeedbackAlignment,
    ];

    [Theory]
    [MemberData(nameof(Rules))]
    public void What_is_not_forward_locked_is_pipelined_and_what_is_refuses_by_name(LearningRuleKind rule)
    {
        var options = new TrainingOptions { Rule = rule, Pipeline = PipelineMode.On, Threads = 2, BatchSize = 8, Epochs = 5 };
        if (LearningRuleConstraints.Of(rule).ForwardLocked == ConstraintExtent.None)
        {
            Assert.Empty(options.Validate());
            Assert.True(new Trainer(options).Train(NetworkSpec.Create(4, 3).Dense(6).Dense(5).Build(), Given.Clouds(400)).Report.PipelineStages > 1);
            return;
        }

        var exception = Assert.Throws<ConfigurationException>(
            () => new Trainer(options).Train(NetworkSpec.Create(4, 3).Dense(6).Dense(5).Build(), Given.Clouds(400)));
        string error = Assert.Single(exception.Errors);
        Assert.StartsWith("Pipeline is On; ", error, StringComparison.Ordinal);
        Assert.Contains($"{rule}", error, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Observable))]
    public void Layers_wait_for_the_whole_pass_forward_where_it_is_locked(LearningRuleKind rule)
    {
        List<string> events = Events(rule);
        int firstLearned = events.FindIndex(e => e.EndsWith("learns", StringComparison.Ordinal));
        int lastRan = events.FindLastIndex(e => e.EndsWith("runs", StringComparison.Ordinal));
        bool waits = firstLearned < 0 || firstLearned > lastRan;
        Assert.Equal(LearningRuleConstraints.Of(rule).ForwardLocked == ConstraintExtent.Network, waits);
    }

    [Theory]
    [MemberData(nameof(Observable))]
    public void Layers_learn_from_the_last_to_the_first_only_where_the_way_back_is_locked(LearningRuleKind rule)
    {
        string[] learned = [.. Events(rule).Where(e => e.EndsWith("learns", StringComparison.Ordinal))];
        string[] upward = ["layer1 learns", "layer2 learns", "layer3 learns"];
        bool isLocked = LearningRuleConstraints.Of(rule).BackwardLocked == ConstraintExtent.Network;
        Assert.Equal(rule == LearningRuleKind.Shallow ? [] : isLocked ? [.. upward.Reverse()] : upward, learned);
    }

    [Theory]
    [MemberData(nameof(Observable))]
    public void The_layers_own_weights_send_errors_back_only_where_feedback_is_symmetric(LearningRuleKind rule) => Assert.Equal(
        LearningRuleConstraints.Of(rule).WeightSymmetry == ConstraintExtent.Network,
        Events(rule).Exists(e => e.EndsWith("propagates", StringComparison.Ordinal)));

    /// <summary>Two units of layer 1 that are twins, and weights of theirs changed by as much up and down: no output changes, but what comes back through these
    /// weights does.</summary>
    [Theory]
    [MemberData(nameof(Observable))]
    public void The_weights_above_count_only_where_feedback_is_symmetric(LearningRuleKind rule)
    {
        float[] learned = FirstLayer(rule, changesNext: false, changesOwn: false);
        AssertSame(LearningRuleConstraints.Of(rule).WeightSymmetry != ConstraintExtent.Network, learned, FirstLayer(rule, changesNext: true, changesOwn: false));
    }

    [Theory]
    [InlineData(LearningRuleKind.LocalLearning)]
    [InlineData(LearningRuleKind.LocalLearningFeedbackAlignment)]
    public void So_it_is_within_a_layer(LearningRuleKind rule)
    {
        float[] learned = FirstLayer(rule, changesNext: false, changesOwn: false);
        AssertSame(LearningRuleConstraints.Of(rule).WeightSymmetry == ConstraintExtent.None, learned, FirstLayer(rule, changesNext: false, changesOwn: true));
    }

    /// <summary>Without the feedback into a layer it learns nothing; nor does any layer before it, where the signal goes through the network.</summary>
    [Theory]
    [InlineData(LearningRuleKind.FeedbackAlignment)]
    [InlineData(LearningRuleKind.DirectFeedbackAlignment)]
    [InlineData(LearningRuleKind.LocalLearningFeedbackAlignment)]
    public void A_cut_feedback_is_missed_by_all_before_it_only_where_the_signal_is_global(LearningRuleKind kind)
    {
        Network network = Network.Create(s_spec, 3);
        using var context = new ComputeContext(1);
        LearningRule rule = Given.Rule(kind, network, context, Rows);
        IReadOnlyList<Parameter> cut = rule switch
        {
            // That of the third layer takes the error to the second.
            FeedbackAlignment alignment => [alignment.Feedback[1]],
            DirectFeedbackAlignment direct => [direct.Feedback[1]],
            _ => ((LocalLearning)rule).Teachers[1].Feedback,
        };
        foreach (Parameter feedback in cut)
        {
            feedback.Values.Clear();
        }

        float[][] before = [.. network.Layers.Select(l => l.Parameters[0].Values.ToArray())];
        Given.Steps(rule, network, 2, Rows);
        bool[] learned = [.. network.Layers.Select((l, i) => !l.Parameters[0].Values.SequenceEqual(before[i]))];
        Assert.Equal([!LearningRuleConstraints.Of(kind).GlobalSignal, false, true], learned);
    }

    [Theory]
    [MemberData(nameof(Rules))]
    public void The_table_does_not_contradict_itself(LearningRuleKind rule)
    {
        LearningRuleConstraints constraints = LearningRuleConstraints.Of(rule);
        Assert.True(constraints.Feedback != FeedbackConnections.None || constraints.WeightSymmetry == ConstraintExtent.None);
        Assert.True(constraints.Feedback != FeedbackConnections.None || constraints.TypesOfComputation == 1);
        Assert.True(constraints.ForwardLocked != ConstraintExtent.None || constraints.BackwardLocked == ConstraintExtent.None);
        Assert.Contains(constraints.TypesOfComputation, new[] { 1, 2 });
    }

    private static float[] FirstLayer(LearningRuleKind kind, bool changesNext, bool changesOwn)
    {
        Network network = Network.Create(s_spec, 3);
        float[] first = network.GetTensor("layer1.weight").ToArray(), bias = network.GetTensor("layer1.bias").ToArray();
        first.AsSpan(0, 5).CopyTo(first.AsSpan(5));
        bias[1] = bias[0];
        network.SetTensor("layer1.weight", first);
        network.SetTensor("layer1.bias", bias);
        if (changesNext)
        {
            Oppose(network.Layers[1].Parameters[0]);
        }

        using var context = new ComputeContext(1);
        LearningRule rule = Given.Rule(kind, network, context, Rows, new SgdSpec { LearningRate = 1f });
        if (changesOwn)
        {
            LocalTeacher teacher = ((LocalLearning)rule).Teachers[0];
            Oppose(teacher.Classifier);
            Oppose(teacher.Map);
        }

        Given.Steps(rule, network, 1, Rows);
        return network.GetTensor("layer1.weight").ToArray();
    }

    private static void Oppose(Parameter weight)
    {
        for (int row = 0; row < weight.Rows; row++)
        {
            // Not the same for all rows: errors of a softmax cancel.
            weight.View[row, 0] += row % 3;
            weight.View[row, 1] -= row % 3;
        }
    }

    private static void AssertSame(bool same, float[] expected, float[] actual)
    {
        float most = expected.Zip(actual, (a, b) => MathF.Abs(a - b)).Max();
        Assert.True(same ? most < 1e-5f : most > 1e-3f, $"The greatest difference is {most}.");
    }

    private static List<string> Events(LearningRuleKind kind)
    {
        var events = new List<string>();
        Network network = Given.Network(s_spec, (name, inputs, spec) => new Observed(name, inputs, spec, events));
        using var context = new ComputeContext(1);
        Given.Steps(Given.Rule(kind, network, context, Rows), network, 1, Rows);
        return events;
    }

    private sealed class Observed(string name, int inputs, DenseSpec spec, List<string> events) : DenseLayer(name, inputs, spec)
    {
        private readonly string _name = name;

        public override void Forward(ComputeContext context, in Signal input, in Signal output, LayerMemory? memory)
        {
            events.Add($"{_name} runs");
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
