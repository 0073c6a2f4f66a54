using SigProp.Benchmarks;
using SigProp.Optimizers;
using SigProp.TorchSharp.Learning;
using SigProp.Training;

namespace SigProp.TorchSharp.Benchmarks;

/// <summary>How VGG8b is trained: by the paper's recipe (section IV) where nothing else is said. Batch 128, Adam with 5e-4 and a quarter of it after 50, 75, 89 and
/// 94 % of the epochs, dropout 0.1, batch normalisation, random crops and mirroring.</summary>
internal sealed record Vgg8bSettings
{
    /// <summary>The recipe's dropout.</summary>
    public const double RecipeDropout = 0.1;

    private const int Padding = 4;

    public required TorchSharpOptions Torch { get; init; }

    public required bool IsHalf { get; init; }

    public required double Width { get; init; }

    public required double Dropout { get; init; }

    /// <summary>All but the rule and the folder of checkpoints.</summary>
    public required TrainingOptions Training { get; init; }

    /// <summary>Steps an epoch in a trial; 0 for all rows.</summary>
    public required int Steps { get; init; }

    /// <summary>The most rows to learn from.</summary>
    public int TrainRows => Steps == 0 ? int.MaxValue : Steps * Training.BatchSize;

    /// <summary>The most rows to test on.</summary>
    public required int TestRows { get; init; }

    /// <summary>The least time from one checkpoint to the next: one of the whole width is 100 MB, and a GPU's epochs are short.</summary>
    public required TimeSpan CheckpointInterval { get; init; }

    /// <summary>How many steps and epochs there are.</summary>
    public string Pace => $"{(Steps > 0 ? Plural(Steps, "step") + " an epoch, " : "")}{Plural(Training.Epochs, "epoch")}";

    /// <summary>What the tables call the network.</summary>
    public string Network => Width == 1 ? "VGG8b" : Width == 2 ? "VGG8b(2x)" : FormattableString.Invariant($"VGG8b x {Width}");

    /// <summary>All that decides the figures.</summary>
    public string Key => FormattableString.Invariant(
        $"{Network}, dropout {Dropout}, batch {Training.BatchSize}, {Pace}, rate {Training.Optimizer.LearningRate}, seed {Training.Seed}, ")
        + $"{(Training.Augmentation is null ? "no augmentation" : "augmentation")}, {(IsHalf ? Torch.HalfFormat.ToString() : "Single")}, "
        + $"{(Torch.TensorFloat32 ? "TF32, " : "")}{(TestRows < int.MaxValue ? $"{TestRows} test rows" : "all test rows")}";

    public static Vgg8bSettings Of(Arguments arguments)
    {
        string half = arguments.Text("half", "");
        int batch = AtLeast(arguments, "batch", 1, 128), steps = AtLeast(arguments, "steps", 0, 0);
        double width = arguments.Number("width", 1), dropout = arguments.Number("dropout", RecipeDropout);
        if ((long)steps * batch > int.MaxValue)
        {
            throw new ArgumentException(
                FormattableString.Invariant($"--steps {steps} of --batch {batch} are more than {int.MaxValue} rows; name fewer steps, or none for all rows."));
        }

        if (!(width > 0 && double.IsFinite(width)))
        {
            throw new ArgumentException($"--width is above 0, not {width}.");
        }

        return new Vgg8bSettings
        {
            Torch = new TorchSharpOptions
            {
                Device = OneOf(arguments, "device", "auto", ("auto", TrainingDevice.Auto), ("cuda", TrainingDevice.Cuda), ("cpu", TrainingDevice.Cpu), ("managed", TrainingDevice.Managed)),
                HalfFormat = half.Length == 0 ? default : OneOf(arguments, "half", "", ("bfloat16", HalfFormat.BFloat16), ("float16", HalfFormat.Float16)),
                TensorFloat32 = arguments.Flag("tf32"),
            },
            IsHalf = half.Length > 0,
            Width = width,
            Dropout = dropout,
            Steps = steps,
            CheckpointInterval = arguments.Number("checkpoint-minutes", 5) is double minutes && minutes >= 0 && double.IsFinite(minutes)
                ? TimeSpan.FromMinutes(minutes)
                : throw new ArgumentException($"--checkpoint-minutes is at least 0, not '{arguments.Text("checkpoint-minutes", "")}'."),
            TestRows = AtLeast(arguments, "test", 1, steps == 0 ? int.MaxValue : steps * batch),
            Training = new TrainingOptions
            {
                Epochs = AtLeast(arguments, "epochs", 1, 400),
                BatchSize = batch,
                Optimizer = new AdamSpec { LearningRate = (float)arguments.Number("lr", 5e-4) },
                Schedule = LearningRateSchedule.Step,
                Augmentation = arguments.Int("augment", 1) != 0 ? new ImageAugmentation { CropPadding = Padding, HorizontalFlip = true } : null,
                Precision = half.Length > 0 ? TrainingPrecision.Half : TrainingPrecision.Single,
                Seed = arguments.Int("seed", 1),
                Threads = AtLeast(arguments, "threads", 0, 0),

                // A layer's time is that of the layer alone, and the network of the last epoch is as it was trained.
                Pipeline = PipelineMode.Off,
                Patience = null,
                Calibrate = false,
            },
        };
    }

    /// <summary>The rules to train by: those named, or all that the device offers.</summary>
    public IReadOnlyList<Vgg8bRule> Rules(Arguments arguments, TrainingDevice device)
    {
        string names = arguments.Text("rules", "");
        return names.Length > 0
            ? [.. names.Split(',').Select(name => Vgg8bRule.All.FirstOrDefault(r => r.Key == name)
                ?? throw new ArgumentException($"--rules knows {string.Join(", ", Vgg8bRule.All.Select(r => r.Key))}, not '{name}'."))]
            : [.. Vgg8bRule.All.Where(r => (device == TrainingDevice.Managed || TorchRule.IsOffered(r.Kind)) && (!IsHalf || r.Kind == LearningRuleKind.SignalPropagation))];
    }

    /// <summary>Looks through all runs before the first one begins: the last may be days away.</summary>
    /// <exception cref="ArgumentException">One of them cannot be trained.</exception>
    public void Check(IReadOnlyList<Vgg8bRule> rules, TrainingDevice device)
    {
        foreach (Vgg8bRule rule in rules)
        {
            ConfigurationException.ThrowIfAny($"rule {rule.Key}", (Training with { Rule = rule.Kind }).Validate());
            _ = Spec(rule);
            if (Torch.Device != TrainingDevice.Auto && device != TrainingDevice.Managed && !TorchRule.IsOffered(rule.Kind))
            {
                throw new ArgumentException($"--rules names {rule.Key}, by which libtorch does not train; leave it out, or choose --device managed.");
            }
        }
    }

    /// <summary>The network for a rule.</summary>
    public NetworkSpec Spec(Vgg8bRule rule) => SpecBuilding.Vgg8b(Width, rule.HasSparseTargets, Dropout);

    private static string Plural(int count, string name) => $"{count} {name}{(count == 1 ? "" : "s")}";

    private static int AtLeast(Arguments arguments, string name, int least, int otherwise)
        => arguments.Number(name, otherwise) is double value && value >= least && value == Math.Floor(value) && value <= int.MaxValue
            ? (int)value
            : throw new ArgumentException($"--{name} takes a whole number from {least}, not '{arguments.Text(name, "")}'.");

    private static T OneOf<T>(Arguments arguments, string option, string otherwise, params (string Name, T Value)[] choices)
    {
        string text = arguments.Text(option, otherwise);
        foreach ((string name, T value) in choices)
        {
            if (name == text)
            {
                return value;
            }
        }

        throw new ArgumentException($"--{option} is {string.Join(", ", choices.Select(c => c.Name))}, not '{text}'.");
    }
}
