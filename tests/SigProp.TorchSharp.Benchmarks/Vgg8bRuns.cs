using SigProp.Benchmarks;
using SigProp.Training;

namespace SigProp.TorchSharp.Benchmarks;

/// <summary>The runs of <c>vgg8b</c>: one a rule, in this process or each in its own.</summary>
internal sealed class Vgg8bRuns
{
    private readonly Arguments _arguments;
    private readonly FinishedRuns _finished;

    /// <summary>Looks through all that was asked for, and reads the data.</summary>
    /// <exception cref="ArgumentException">Something cannot be trained.</exception>
    public Vgg8bRuns(Arguments arguments)
    {
        _arguments = arguments;
        Settings = Vgg8bSettings.Of(arguments);
        Trainer = OneSentence.Of(() => new TorchSharpTrainer(Settings.Training with { Rule = LearningRuleKind.SignalPropagation }, Settings.Torch));
        if (Trainer.Device == TrainingDevice.Managed && Settings.IsHalf && Settings.Torch.HalfFormat == HalfFormat.BFloat16)
        {
            throw new ArgumentException("--half is bfloat16 and the device is managed, whose numbers of 16 bits are float16; choose --half float16, or --device cpu or cuda.");
        }

        Rules = Settings.Rules(arguments, Trainer.Device);
        Settings.Check(Rules, Trainer.Device);
        Data = CifarBatches.Read(arguments.Text("data", Path.Combine("..", "shared", "data", "cifar-10")), Settings.TrainRows, Settings.TestRows);
        string checkpoints = arguments.Text("checkpoint", "");
        _finished = new FinishedRuns(
            checkpoints.Length == 0 ? null : checkpoints, $"{Settings.Key}, {Data.Train.Count} rows, {Data.Test.Count} test rows, device {Trainer.Device}");
    }

    /// <summary>How the network is trained.</summary>
    public Vgg8bSettings Settings { get; }

    /// <summary>A trainer for the device that was chosen.</summary>
    public TorchSharpTrainer Trainer { get; }

    /// <summary>The rules to train by.</summary>
    public IReadOnlyList<Vgg8bRule> Rules { get; }

    /// <summary>The rows.</summary>
    public CifarBatches Data { get; }

    /// <summary>The command <c>vgg8b-run</c>: one rule in this process.</summary>
    public static object RunOne(Arguments arguments)
    {
        var runs = new Vgg8bRuns(arguments);
        return runs.Rules is [Vgg8bRule rule]
            ? runs._finished.Find(rule) ?? runs.Train(rule)
            : throw new ArgumentException($"--rules names one rule here, of {string.Join(", ", Vgg8bRule.All.Select(r => r.Key))}.");
    }

    /// <summary>What a rule ends with: of the run that has finished already, or of one that is begun or goes on.</summary>
    public Vgg8bResult Result(Vgg8bRule rule)
        => _finished.Find(rule) ?? (OwnProcess.IsNeeded(_arguments, Trainer.Device)
            ? OwnProcess.Run<Vgg8bResult>("vgg8b-run", _arguments, "--rules", rule.Key)
            : Train(rule));

    private Vgg8bResult Train(Vgg8bRule rule)
    {
        string? checkpoints = _finished.FolderOf(rule);
        var options = Settings.Training with
        {
            Rule = rule.Kind,
            Checkpoint = checkpoints is null ? null : new CheckpointOptions(checkpoints) { Interval = Settings.CheckpointInterval },
        };

        // The test rows are measured on as validation rows are; of what that chooses nothing is used.
        TrainingResult trained = OneSentence.Of(
            () => new TorchSharpTrainer(options, Settings.Torch).Train(Settings.Spec(rule), Data.Train, Data.Test, new TrainingLines(rule.Title)));
        var result = Vgg8bResult.Of(trained.Report);
        _finished.Keep(rule, result);
        return result;
    }
}
