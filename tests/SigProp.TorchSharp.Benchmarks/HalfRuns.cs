using SigProp.Benchmarks;
using SigProp.Data;
using SigProp.Optimizers;
using SigProp.Spiking;
using SigProp.Training;

namespace SigProp.TorchSharp.Benchmarks;

/// <summary>The runs of <c>half</c>: one an engine and numbers, in this process or each in its own.</summary>
internal sealed class HalfRuns
{
    private readonly Arguments _arguments;

    /// <summary>Reads what was asked for, and the data.</summary>
    /// <exception cref="ArgumentException">Something cannot be trained.</exception>
    public HalfRuns(Arguments arguments)
    {
        _arguments = arguments;
        Device = arguments.Text("device", "cpu") switch
        {
            "cpu" => TrainingDevice.Cpu,
            "cuda" => TrainingDevice.Cuda,
            string other => throw new ArgumentException($"--device is cpu or cuda, not '{other}'."),
        };
        _ = OneSentence.Of(() => new TorchSharpTrainer(null, Device));
        (Train, Test) = GreyImages.Read(arguments, Set);
    }

    /// <summary>What libtorch takes its steps on.</summary>
    public TrainingDevice Device { get; }

    /// <summary>The rows to learn from.</summary>
    public Dataset Train { get; }

    /// <summary>Those to test on.</summary>
    public Dataset Test { get; }

    /// <summary>What the rows are of.</summary>
    public string Set => _arguments.Text("set", "mnist");

    /// <summary>How often the network looks at a row.</summary>
    public int Steps => _arguments.Int("steps", 4);

    /// <summary>Neurons of a layer.</summary>
    public int Hidden => _arguments.Int("hidden", 400);

    /// <summary>How often it goes through the rows.</summary>
    public int Epochs => _arguments.Int("epochs", 1);

    /// <summary>The command <c>half-run</c>: one engine and its numbers in this process.</summary>
    public static object RunOne(Arguments arguments) => new HalfRuns(arguments).TrainBy(arguments.Text("engine", "libtorch"), arguments.Text("numbers", "float32"));

    /// <summary>What an engine ends with.</summary>
    /// <param name="engine">libtorch or managed.</param>
    /// <param name="numbers">What it computes in.</param>
    public HalfResult Result(string engine, string numbers) => OwnProcess.IsNeeded(_arguments, Device)
        ? OwnProcess.Run<HalfResult>("half-run", _arguments, "--engine", engine, "--numbers", numbers)
        : TrainBy(engine, numbers);

    private HalfResult TrainBy(string engine, string numbers)
    {
        TrainingOptions options = Options(numbers switch
        {
            "float32" => TrainingPrecision.Single,
            "float16" => TrainingPrecision.Half,
            "bfloat16" when engine != "managed" => TrainingPrecision.Half,
            _ => throw new ArgumentException($"--numbers is float32, float16 or, of libtorch, bfloat16, not '{numbers}'."),
        });
        HalfFormat format = numbers == "float16" ? HalfFormat.Float16 : default;
        NetworkSpec spec = NetworkSpec.Create(784, 10)
            .Spiking(new SpikingSpec { Steps = Steps, Threshold = 0.5f, LearningSignal = SpikingLearningSignal.Surrogate })
            .Dense(Hidden).Dense(Hidden).Build();
        (Network network, TrainingReport report) = OneSentence.Of(() =>
        {
            Trainer trainer = engine switch
            {
                "libtorch" => new TorchSharpTrainer(options, new TorchSharpOptions { Device = Device, HalfFormat = format }),
                "managed" => new Trainer(options),
                _ => throw new ArgumentException($"--engine is libtorch or managed, not '{engine}'."),
            };
            TrainingResult result = trainer.Train(spec, Train);
            return (result.Network, result.Report);
        });
        return new HalfResult(
            [.. Enumerable.Range(1, network.LayerCount).Select(e => Error(network, e))], Error(network, null), report.TrainSeconds, report.SamplesPerSecond,
            report.ParameterBytes, report.SignalBytes);
    }

    private TrainingOptions Options(TrainingPrecision precision) => new()
    {
        Epochs = Epochs,
        BatchSize = 128,
        Optimizer = new AdamSpec { LearningRate = (float)_arguments.Number("lr", 5e-4) },
        Schedule = LearningRateSchedule.Constant,
        ValidationFraction = 0,
        Seed = _arguments.Int("seed", 1),
        Threads = _arguments.Int("threads", 0),
        Precision = precision,

        // In 16 bits nothing is pipelined.
        Pipeline = PipelineMode.Off,
    };

    private double Error(Network network, int? exit) => 100 * (1 - Evaluation.Of(network, Test, exit).Accuracy);
}
