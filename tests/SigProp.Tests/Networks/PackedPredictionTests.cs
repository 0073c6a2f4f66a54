using SigProp.Data;
using SigProp.Tests.Persistence;
using SigProp.Training;

namespace SigProp.Tests.Networks;

/// <summary>What prediction keeps of the parameters is never out of date: a network answers as one loaded from its file does, which has kept nothing.</summary>
public sealed class PackedPredictionTests
{
    private const int Width = 20, Classes = 3;

    private static readonly TrainingOptions s_options = new() { Epochs = 2, Threads = 1, ValidationFraction = 0.2, Patience = 1 };
    private static readonly Dataset s_data = Given.Clouds(120, Classes, Width, spread: 0.9);

    [Theory]
    [InlineData(LearningRuleKind.SignalPropagation)]
    [InlineData(LearningRuleKind.Backpropagation)]
    public void After_training(LearningRuleKind rule)
    {
        Network network = Network.Create(Spec(HeadKind.Classifier));
        float[] untrained = Answers(network);
        TrainingResult first = new Trainer(s_options with { Rule = rule }).Train(network, s_data);
        float[] trained = Answers(network);
        Assert.NotEqual(untrained, trained);
        AssertFresh(network);
        new Trainer(s_options with { Rule = rule }).TrainMore(network, first.State, s_data);
        Assert.NotEqual(trained, Answers(network));
        AssertFresh(network);
    }

    [Theory]
    [InlineData(HeadKind.Vote)]
    [InlineData(HeadKind.NearestTarget)]
    public void After_training_of_heads_that_compare_with_targets(HeadKind head)
    {
        Network network = new Trainer(s_options).Train(Spec(head), s_data).Network;
        float[] before = Answers(network);
        new Trainer(s_options).Train(network, s_data);
        Assert.NotEqual(before, Answers(network));
        AssertFresh(network);
    }

    [Fact]
    public void While_training_reports_its_progress()
    {
        Network network = Network.Create(Spec(HeadKind.Classifier));
        var answers = new List<float[]>();
        var progress = new Reports(_ =>
        {
            answers.Add(Answers(network));
            AssertFresh(network);
        });
        new Trainer(s_options with { Rule = LearningRuleKind.Backpropagation, Epochs = 3, ValidationFraction = 0 }).Train(network, s_data, progress: progress);
        Assert.True(answers.Count >= 3);
        Assert.NotEqual(answers[0], answers[^1]);
    }

    [Fact]
    public void After_a_tensor_was_replaced()
    {
        Network network = Network.Create(Spec(HeadKind.Classifier));
        float[] before = Answers(network);
        float[] weight = [.. network.GetTensor("layer2.weight")];
        weight[7] += 1f;
        network.SetTensor("layer2.weight", weight);
        Assert.NotEqual(before, Answers(network));
        AssertFresh(network);
    }

    [Fact]
    public void After_classes_were_added()
    {
        Network network = new Trainer(s_options).Train(Spec(HeadKind.Classifier), s_data).Network;
        float[] before = Answers(network);
        Network grown = network.AddClasses(1);
        Assert.Equal(before, Answers(network));
        AssertFresh(grown);
        new Trainer(s_options).Train(grown, Given.Clouds(120, Classes + 1, Width));
        Assert.Equal(before, Answers(network));
        AssertFresh(grown);
    }

    private static NetworkSpec Spec(HeadKind head) => NetworkSpec.Create(Width, Classes).Dense(33).Dense(21).Head(head).Build();

    private static float[] Answers(Network network)
    {
        float[] p = new float[120 * network.ClassCount], row = new float[network.ClassCount];
        network.Predict(s_data.Features, p);
        network.Predict(s_data.Row(119), row);
        Assert.Equal(p[^network.ClassCount..], row);
        return p;
    }

    private static void AssertFresh(Network network)
    {
        string[] names = [.. Enumerable.Range(0, network.ClassCount).Select(i => $"{i}")];
        Assert.Equal(Answers(ModelFiles.Load(ModelFiles.Bytes(new Model(network, names))).Network), Answers(network));
    }

    private sealed class Reports(Action<TrainingProgress> report) : IProgress<TrainingProgress>
    {
        public void Report(TrainingProgress value) => report(value);
    }
}
