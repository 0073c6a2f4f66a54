using System.Text.Json;
using System.Text.Json.Nodes;
using SigProp.Comparison;
using SigProp.Data;
using SigProp.Optimizers;
using SigProp.Training;

namespace SigProp.Tests.Training;

/// <summary>Checkpoints that are not those of the run, or are damaged.</summary>
public sealed class CheckpointMisfitTests : IDisposable
{
    private static readonly Dataset s_data = Given.Clouds(60), s_validation = Given.Clouds(20, seed: 4);
    private static readonly NetworkSpec s_spec = NetworkSpec.Create(4, 3).Dense(6).Build();
    private static readonly TrainingOptions s_options = new() { Epochs = 6, BatchSize = 16, Threads = 1 };

    private static readonly Dictionary<string, Func<TrainingOptions, TrainingResult>> s_others = new()
    {
        ["Epochs is 6 there and 7 here"] = options => new Trainer(options with { Epochs = 7 }).Train(s_spec, s_data, s_validation),
        ["Seed is 0 there and 1 here"] = options => new Trainer(options with { Seed = 1 }).Train(s_spec, s_data, s_validation),
        ["Schedule is Cosine there and Constant here, GradientClipNorm is 0 there and 1 here"] = options
            => new Trainer(options with { Schedule = LearningRateSchedule.Constant, GradientClipNorm = 1 }).Train(s_spec, s_data, s_validation),
        ["Layers, number 1: Units is"] = options => new Trainer(options).Train(NetworkSpec.Create(4, 3).Dense(7).Build(), s_data, s_validation),
        ["LearningRate is 0.001 there and 0.01 here"] = options => new Trainer(options with { Optimizer = new AdamSpec { LearningRate = 0.01f } }).Train(s_spec, s_data, s_validation),
        ["Optimizer is adam there and sgd here"] = options => new Trainer(options with { Optimizer = new SgdSpec() }).Train(s_spec, s_data, s_validation),
        ["the rows to learn from are others (60 there and 60 here)"] = options => new Trainer(options).Train(s_spec, Given.Clouds(60, seed: 2), s_validation),
        ["the rows to learn from are others (60 there and 59 here)"] = options => new Trainer(options).Train(s_spec, Given.Clouds(59), s_validation),
        ["the rows to measure on are others (20 there and 30 here)"] = options => new Trainer(options).Train(s_spec, s_data, Given.Clouds(30)),
        ["the network that training starts from is another"] = options => new Trainer(options).Train(Network.Create(s_spec, 3), s_data, s_validation),
    };

    private readonly string _folder = Directory.CreateTempSubdirectory("sigprop-checkpoints-").FullName;

    public static TheoryData<string> Others() => [.. s_others.Keys];

    private TrainingOptions Kept => s_options with { Checkpoint = new CheckpointOptions(_folder) };

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [MemberData(nameof(Others))]
    public void Another_run_is_refused_in_one_sentence_that_says_what_differs(string difference)
    {
        Break();
        string message = Assert.Throws<CheckpointException>(() => s_others[difference](Kept)).Message;
        Assert.StartsWith($"'{_folder}' holds the checkpoint of another run: {difference}", message);
        Assert.EndsWith("Name another folder, delete this one to train from the start, or train as before to go on.", message);
        Assert.Equal(2, Directory.GetFiles(_folder, "*.checkpoint").Length);
        Assert.Equal(5, FirstEpoch());
    }

    [Fact]
    public void A_folder_is_of_one_run_at_a_time()
    {
        string? message = null;
        new Trainer(Kept).Train(s_spec, s_data, s_validation, new Watch(_ => message ??= Assert.Throws<CheckpointException>(
            () => new Trainer(Kept).Train(s_spec, s_data, s_validation)).Message));
        Assert.StartsWith("Another run writes its checkpoints to", message);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(12)]
    [InlineData(40)]
    [InlineData(2000)]
    [InlineData(-40)]
    public void Where_the_last_one_is_damaged_the_one_before_is_used(int at)
    {
        Break();
        Damage(Files()[1], at);
        var watch = new Watch();
        TrainingResult result = new Trainer(Kept).Train(s_spec, s_data, s_validation, watch);
        Assert.Equal(4, watch.Epochs.First().Epoch);
        Assert.Contains("is damaged", Assert.Single(watch.Reports[0].Resumed!.Warnings));
        Assert.Equal(Given.Tensors(new Trainer(s_options).Train(s_spec, s_data, s_validation).Network), Given.Tensors(result.Network));
    }

    [Fact]
    public void Where_all_are_damaged_one_sentence_says_so()
    {
        Break();
        foreach (string file in Files())
        {
            using FileStream stream = File.OpenWrite(file);
            stream.SetLength(file == Files()[0] ? 0 : stream.Length / 2);
        }

        string message = Assert.Throws<CheckpointException>(() => FirstEpoch()).Message;
        Assert.Contains("epoch-0000000004.checkpoint' is damaged: its content does not match its checksum. No earlier one can be used either; delete", message);
    }

    [Fact]
    public void One_that_does_not_say_what_it_was_trained_on_is_the_managed_engines()
    {
        var run = new RunFingerprint
        {
            Network = s_spec,
            Options = s_options,
            Start = "a",
            FirstEpoch = 0,
            Rows = 60,
            ValidationRows = 20,
            Data = "b",
            Validation = "c",
        };
        JsonObject written = JsonSerializer.SerializeToNode(run, CheckpointJson.Default.RunFingerprint)!.AsObject();
        Assert.True(written.Remove("device"));
        RunFingerprint read = written.Deserialize(CheckpointJson.Default.RunFingerprint)!;
        Assert.Null(read.DifferenceTo(run));
        Assert.Equal("it was trained on another device (managed there and cpu here)", (run with { Device = "cpu" }).DifferenceTo(read));
    }

    [Fact]
    public void A_file_is_no_folder()
    {
        string file = Path.Combine(_folder, "notes.txt");
        File.WriteAllText(file, "mine");
        TrainingOptions options = s_options with { Checkpoint = new CheckpointOptions(file) };
        Assert.Equal(
            $"The folder for checkpoints, '{file}', is a file; name a folder.",
            Assert.Throws<IOException>(() => new Trainer(options).Train(s_spec, s_data, s_validation)).Message);
    }

    [Fact]
    public void A_newer_format_is_named()
    {
        Break();
        foreach (string file in Files())
        {
            using FileStream stream = File.OpenWrite(file);
            stream.Position = 8;
            stream.WriteByte(9);
        }

        Assert.Contains("has format version 9; this program reads versions up to 1.", Assert.Throws<CheckpointException>(() => FirstEpoch()).Message);
    }

    [Fact]
    public void What_a_killed_run_left_half_written_is_removed_and_other_files_are_left_alone()
    {
        Break();
        File.WriteAllText(Path.Combine(_folder, "epoch-0000000005.checkpoint.tmp"), "half");
        File.WriteAllText(Path.Combine(_folder, "notes.txt"), "mine");
        Assert.Equal(5, FirstEpoch());
        Assert.Equal(["notes.txt"], Directory.GetFiles(_folder).Select(f => Path.GetFileName(f)));
    }

    [Fact]
    public void A_run_that_diverges_leaves_nothing()
    {
        TrainingOptions options = Kept with { Optimizer = new SgdSpec { LearningRate = 1e30f }, Schedule = LearningRateSchedule.Constant };
        Assert.Throws<DivergenceException>(() => new Trainer(options).Train(s_spec, s_data, s_validation));
        Assert.Empty(Directory.GetFiles(_folder));
    }

    [Fact]
    public void Unsound_options_are_named()
    {
        Assert.Equal(
            ["Checkpoint.Folder is empty; name a folder, or leave Checkpoint out.", "Checkpoint.EveryEpochs is 0; it must be at least 1.",
                "Checkpoint.Interval is -00:00:01; it must be at least 0.", "Checkpoint.Keep is 0; it must be at least 1."],
            new TrainingOptions { Checkpoint = new CheckpointOptions(" ") { EveryEpochs = 0, Interval = TimeSpan.FromSeconds(-1), Keep = 0 } }.Validate());
        Assert.Contains("Checkpoint is set", Assert.Throws<ArgumentException>(() => AlignmentStudy.Run(s_spec, s_data, Kept)).Message);
    }

    private static void Damage(string file, int at)
    {
        byte[] bytes = File.ReadAllBytes(file);
        bytes[at < 0 ? bytes.Length + at : at] ^= 1;
        File.WriteAllBytes(file, bytes);
    }

    private string[] Files() => [.. Directory.GetFiles(_folder, "*.checkpoint").Order(StringComparer.Ordinal)];

    private int FirstEpoch()
    {
        var watch = new Watch();
        new Trainer(Kept).Train(s_spec, s_data, s_validation, watch);
        return watch.Epochs.First().Epoch;
    }

    private void Break() => Assert.Throws<OperationCanceledException>(() => new Trainer(Kept).Train(
        s_spec, s_data, s_validation, new Watch(p => _ = p.Completed?.Epoch == 4 ? throw new OperationCanceledException() : 0)));
}
