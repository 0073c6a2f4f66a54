using SigProp.Data;
using SigProp.Optimizers;
using SigProp.Tests;
using SigProp.Training;

namespace SigProp.TorchSharp.Tests.Training;

/// <summary>What libtorch has trained is a network like any other: it is saved, and goes on learning, here as there.</summary>
public sealed class GoingOnTests
{
    private static readonly NetworkSpec s_spec = NetworkSpec.Create(4, 3).Dense(12).Dense(8, batchNormalization: true).Build();
    private static readonly Dataset s_data = Given.Clouds(120), s_more = Given.Clouds(90, seed: 5);

    private static readonly TrainingOptions s_options = new()
    {
        Epochs = 4,
        BatchSize = 16,
        Threads = 1,
        ValidationFraction = 0,
        Schedule = LearningRateSchedule.Constant,
        Optimizer = new AdamSpec { LearningRate = 0.01f },
    };

    public static TheoryData<string> Optimizers => ["adam", "adamw", "momentum", "sgd"];

    [Fact]
    public void A_saved_model_predicts_the_same_and_knows_what_trained_it()
    {
        TrainingResult result = Torch(s_options).Train(s_spec, s_data);
        using var stream = new MemoryStream();
        new Model(result.Network, ["a", "b", "c"], training: result.Report, state: result.State).Save(stream);
        stream.Position = 0;
        Model loaded = Model.Load(stream);
        float[] expected = new float[3 * s_more.Count], actual = new float[3 * s_more.Count];
        result.Network.Predict(s_more.Features, expected);
        loaded.Predict(s_more.Features, actual);
        Assert.Equal(expected, actual);
        Assert.Equal("cpu", loaded.Training!.Device);
        Assert.Equal(
            Given.Tensors(Torch(s_options).TrainMore(result.Network, result.State, s_more).Network),
            Given.Tensors(Torch(s_options).TrainMore(loaded.Network, loaded.State, s_more).Network));
    }

    [Theory]
    [MemberData(nameof(Optimizers))]
    public void Two_runs_are_one_run_of_all_their_epochs(string optimizer)
    {
        TrainingOptions options = s_options with { Optimizer = Of(optimizer), GradientClipNorm = 0.5f };
        TrainingResult first = Torch(options).Train(s_spec, s_data);
        TrainingResult second = Torch(options).TrainMore(first.Network, first.State, s_data);
        TrainingResult whole = Torch(options with { Epochs = 8 }).Train(s_spec, s_data);
        Assert.Equal(Given.Tensors(whole.Network), Given.Tensors(second.Network));
        Assert.Equal(Moments(whole.State), Moments(second.State));
        Assert.Equal(8, second.State.Epochs);
    }

    [Theory]
    [MemberData(nameof(Optimizers))]
    public void A_run_goes_on_in_the_other_engine_and_comes_to_the_same_but_for_rounding(string optimizer)
    {
        TrainingOptions options = s_options with { Optimizer = Of(optimizer) };
        float[] whole = Tensors(new Trainer(options with { Epochs = 8 }).Train(s_spec, s_data));
        foreach ((Trainer first, Trainer second) in new (Trainer, Trainer)[] { (Torch(options), new(options)), (new(options), Torch(options)), (Torch(options), Torch(options)) })
        {
            TrainingResult half = first.Train(s_spec, s_data);
            float[] tensors = Tensors(second.TrainMore(half.Network, half.State, s_data));
            double distance = Math.Sqrt(whole.Zip(tensors, (a, b) => Math.Pow(a - b, 2)).Sum()), size = Math.Sqrt(whole.Sum(v => (double)v * v));
            Assert.True(distance < 1e-3 * size, $"{first.GetType().Name} to {second.GetType().Name}: {distance} of {size}");
        }
    }

    [Theory]
    [InlineData(HeadKind.Classifier)]
    [InlineData(HeadKind.NearestTarget)]
    public void New_classes_are_added(HeadKind head)
    {
        Dataset all = Given.Clouds(240, classes: 4, spread: 0.2);
        Dataset old = all.Select([.. Enumerable.Range(0, 240).Where(i => i % 4 != 3)]);
        var known = new Dataset(old.Features, 4, [.. old.Labels], 3);
        TrainingOptions options = s_options with { Epochs = 20, AddClasses = true };
        TrainingResult first = Torch(options).Train(NetworkSpec.Create(4, 3).Dense(16).Dense(12).Head(head).Build(), known);
        TrainingResult more = Torch(options).TrainMore(first.Network, first.State, all);
        Assert.Equal((3, 4), (first.Network.ClassCount, more.Network.ClassCount));
        Assert.True(Evaluation.Of(more.Network, all).Accuracy > 0.9, $"{Evaluation.Of(more.Network, all).Accuracy}");
    }

    private static TorchSharpTrainer Torch(TrainingOptions options) => new(options, TrainingDevice.Cpu);

    private static float[] Tensors(TrainingResult result) => Given.Tensors(result.Network);

    private static float[] Moments(TrainingState state) => [.. state.Learners.SelectMany(l => l.Moments()).SelectMany(m => m.Values)];

    private static OptimizerSpec Of(string name) => name switch
    {
        // Small gradients are not divided by their own size, which would make rounding as large as what is learned.
        "adam" => new AdamSpec { LearningRate = 0.01f, Epsilon = 1e-3f },
        "adamw" => new AdamWSpec { LearningRate = 0.01f, Epsilon = 1e-3f },
        "momentum" => new SgdSpec { LearningRate = 0.02f, Momentum = 0.9f, Nesterov = true },
        _ => new SgdSpec { LearningRate = 0.05f, WeightDecay = 1e-3f },
    };
}
