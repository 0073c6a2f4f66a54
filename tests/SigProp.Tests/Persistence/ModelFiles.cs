using SigProp.Data;
using SigProp.Optimizers;
using SigProp.Training;

namespace SigProp.Tests.Persistence;

/// <summary>Small models and a folder to save them in.</summary>
internal static class ModelFiles
{
    public static readonly Dataset Rows = Given.Clouds(40);

    public static Model Trained(LearningRuleKind rule = LearningRuleKind.SignalPropagation)
    {
        NetworkSpec spec = NetworkSpec.Create(4, 3)
            .Dense(5, Activation.Tanh, dropout: 0.1f, loss: LocalLossKind.SquaredDistance)
            .Add(new DenseSpec(6) { NegativeSlope = 0.2f, BatchNormalization = true })
            .Build();
        var options = new TrainingOptions
        {
            Rule = rule,
            Epochs = 2,
            BatchSize = 10,
            Optimizer = new AdamWSpec { LearningRate = 0.005f, Beta1 = 0.8f },
            Schedule = LearningRateSchedule.Step,
            GradientClipNorm = 2.5f,
            ValidationFraction = 0.2,
            Patience = 2,
            Seed = -77,
            Threads = 1,
        };
        TrainingResult result = new Trainer(options).Train(spec, Rows);
        return new Model(
            result.Network, ["Größe \"1\"", "数\n", "😀 \\ \0"], new StandardScaling([1f, -2f, 3.5f, 1e-20f], [1f, 0.1f, 3f, 7f]), result.Report);
    }

    public static byte[] Bytes(Model model)
    {
        using var stream = new MemoryStream();
        model.Save(stream);
        return stream.ToArray();
    }

    public static Model Load(byte[] bytes)
    {
        using var stream = new MemoryStream(bytes);
        return Model.Load(stream);
    }

    public static float[] Answers(Network network, int? exit = null)
    {
        float[] probabilities = new float[Rows.Count * network.ClassCount];
        if (exit is int layer)
        {
            network.PredictAtExit(Rows.Features, probabilities, layer);
        }
        else
        {
            network.Predict(Rows.Features, probabilities);
        }

        return probabilities;
    }

    /// <summary>A folder of its own, gone with its content in the end.</summary>
    internal sealed class Folder : IDisposable
    {
        public string Path { get; } = Directory.CreateTempSubdirectory("sigprop-").FullName;

        public string[] Names => [.. Directory.GetFileSystemEntries(Path).Select(p => System.IO.Path.GetFileName(p)).Order(StringComparer.Ordinal)];

        public string File(string name) => System.IO.Path.Combine(Path, name);

        public void Dispose() => Directory.Delete(Path, recursive: true);
    }
}
