using SigProp.Baselines;
using SigProp.Learning;
using SigProp.Numerics;
using SigProp.Optimizers;

namespace SigProp.Tests.Baselines;

/// <summary>Fixed feedback whose weights are made those of the way forward before every step is none: bit for bit the rule that it replaces.</summary>
public sealed class FeedbackTests
{
    private const int Rows = 12;

    private static readonly Dictionary<string, NetworkSpec> s_networks = new()
    {
        ["dense"] = NetworkSpec.Create(7, 3).Dense(9, Activation.Tanh).Dense(8, dropout: 0.3f).Dense(6, batchNormalization: true).Build(),
        ["convolutions"] = NetworkSpec.Create(new ImageShape(2, 9, 8), 3).Convolution(4, batchNormalization: true).MaxPooling()
            .Convolution(6, 3, stride: 2, dropout: 0.2f).Dense(10).Build(),
        ["one value"] = NetworkSpec.CreateRegression(7).Dense(9).Dense(8).Head(HeadKind.Linear).Build(),
        ["one layer"] = NetworkSpec.Create(7, 3).Dense(9, dropout: 0.3f, batchNormalization: true).Build(),
        ["one convolution"] = NetworkSpec.Create(new ImageShape(2, 9, 8), 3).Convolution(4).Build(),
    };

    [Theory]
    [InlineData("dense")]
    [InlineData("convolutions")]
    [InlineData("one value")]
    public void Feedback_alignment_through_the_layers_own_weights_is_backpropagation(string name)
        => Assert.Equal(Learn(name, LearningRuleKind.Backpropagation), Learn(name, LearningRuleKind.FeedbackAlignment, (network, rule) =>
        {
            IReadOnlyList<Parameter> feedback = ((FeedbackAlignment)rule).Feedback;
            for (int i = 1; i < network.Layers.Count; i++)
            {
                network.Layers[i].Parameters[0].Values.CopyTo(feedback[i - 1].Values);
            }

            network.Head.Parameters[0].Values.CopyTo(feedback[^1].Values);
        }));

    [Theory]
    [InlineData("one layer")]
    [InlineData("one convolution")]
    public void Direct_feedback_alignment_of_one_layer_through_the_classifiers_weights_is_backpropagation(string name)
        => Assert.Equal(Learn(name, LearningRuleKind.Backpropagation), Learn(name, LearningRuleKind.DirectFeedbackAlignment, (network, rule)
            => network.Head.Parameters[0].Values.CopyTo(((DirectFeedbackAlignment)rule).Feedback[0].Values)));

    [Theory]
    [InlineData("dense")]
    [InlineData("convolutions")]
    public void Local_learning_with_feedback_through_the_local_weights_is_local_learning(string name)
        => Assert.Equal(Learn(name, LearningRuleKind.LocalLearning), Learn(name, LearningRuleKind.LocalLearningFeedbackAlignment, (_, rule) =>
        {
            foreach (LocalTeacher teacher in ((LocalLearning)rule).Teachers)
            {
                teacher.Classifier.Values.CopyTo(teacher.Feedback[0].Values);
                teacher.Map.Values.CopyTo(teacher.Feedback[1].Values);
            }
        }));

    [Theory]
    [InlineData("dense", LearningRuleKind.FeedbackAlignment, LearningRuleKind.Backpropagation)]
    [InlineData("dense", LearningRuleKind.DirectFeedbackAlignment, LearningRuleKind.Backpropagation)]
    [InlineData("dense", LearningRuleKind.LocalLearningFeedbackAlignment, LearningRuleKind.LocalLearning)]
    public void Drawn_at_random_it_is_another_rule(string name, LearningRuleKind fixedFeedback, LearningRuleKind own)
        => Assert.NotEqual(Learn(name, own), Learn(name, fixedFeedback));

    [Fact]
    public void Feedback_never_learns_and_a_seed_draws_it()
    {
        Network network = Network.Create(s_networks["dense"]);
        using var context = new ComputeContext(1);
        float[] Feedback(LearningRuleKind kind, long seed, int steps)
        {
            LearningRule rule = Given.Rule(kind, network, context, Rows, seed: seed);
            Given.Steps(rule, network, steps, Rows);
            IEnumerable<Parameter> feedback = rule switch
            {
                FeedbackAlignment alignment => alignment.Feedback,
                DirectFeedbackAlignment direct => direct.Feedback,
                _ => ((LocalLearning)rule).Teachers.SelectMany(t => t.Feedback),
            };
            return [.. feedback.SelectMany(p => p.Values.ToArray())];
        }

        foreach (LearningRuleKind kind in new[]
        {
            LearningRuleKind.FeedbackAlignment, LearningRuleKind.DirectFeedbackAlignment, LearningRuleKind.LocalLearningFeedbackAlignment,
        })
        {
            Assert.Equal(Feedback(kind, 1, 0), Feedback(kind, 1, 3));
            Assert.NotEqual(Feedback(kind, 1, 0), Feedback(kind, 2, 0));
        }
    }

    private static float[] Learn(string name, LearningRuleKind kind, Action<Network, LearningRule>? beforeStep = null)
    {
        NetworkSpec spec = s_networks[name];
        Network network = Network.Create(spec, 3);
        using var context = new ComputeContext(2);
        LearningRule rule = Given.Rule(kind, network, context, Rows, new AdamSpec { LearningRate = 0.01f }, clipNorm: 0.5f);
        var losses = new SigProp.Losses.LossValue[rule.LossNames.Count];
        for (int step = 0; step < 4; step++)
        {
            beforeStep?.Invoke(network, rule);
            Batch batch = Batch(spec, step + 1);
            rule.Step(batch, RandomKey.FromSeed(7).Split(step), losses);
        }

        return Given.Tensors(network);
    }

    private static Batch Batch(NetworkSpec spec, int seed)
    {
        var batch = new Batch(Rows, spec.Inputs, spec.Outputs) { Count = Rows, HasLabels = !spec.IsRegression };
        Given.Uniform(Rows * spec.Inputs, seed).CopyTo(batch.Features, 0);
        Given.Uniform(batch.Values.Length, seed + 10).CopyTo(batch.Values, 0);
        for (int i = 0; i < Rows; i++)
        {
            batch.Labels[i] = spec.IsRegression ? 0 : (i + seed) % spec.Classes;
        }

        return batch;
    }
}
