using SigProp.Data;
using SigProp.Optimizers;
using SigProp.Training;

namespace SigProp.Tests.Streaming;

/// <summary>What cannot be learned from is refused in a sentence, and nothing is left half learned.</summary>
public sealed class StreamMisfitTests
{
    private static readonly NetworkSpec s_spec = NetworkSpec.Create(4, 3).Dense(8).Build();
    private static readonly TrainingOptions s_options = new() { Epochs = 3, BatchSize = 16, Threads = 1, ShuffleBuffer = 50 };

    public static TheoryData<RowSource, string> Unsound() => new()
    {
        { new DatasetSource(Given.Clouds(30, width: 5)), "have 5 features and the network takes 4" },
        { new DatasetSource(Given.Clouds(30, classes: 4)), "have 4 classes and the network 3" },
        { new DatasetSource(Dataset.ForRegression(Given.Uniform(40), 4, Given.Uniform(10))), "hold values and the network predicts classes" },
        { new DatasetSource(Given.Clouds(30)) { RowsInPass = _ => 0 }, "hold no rows" },
        { new DatasetSource(Given.Clouds(30)) { RowsInPass = _ => 1 }, "one class only" },
    };

    public static TheoryData<BadRow, string> BadRows() => new()
    {
        { new BadRow(Feature: float.NaN), "Row 70 of the stream (counted from 0) holds NaN in feature 2; every number must be finite." },
        { new BadRow(Label: 3), "Row 70 of the stream (counted from 0) is of class 3; with 3 classes it must lie in 0 to 2." },
        { new BadRow(Label: -1), "is of class -1" },
        { new BadRow(Weight: -1), "Row 70 of the stream (counted from 0) weighs -1; a weight must be finite and at least 0." },
    };

    [Theory]
    [MemberData(nameof(Unsound), DisableDiscoveryEnumeration = true)]
    public void What_does_not_fit_is_refused(RowSource source, string message)
    {
        ArgumentException exception = Assert.Throws<ArgumentException>(
            () => new Trainer(s_options with { ValidationFraction = 0 }).Train(s_spec, source));
        Assert.Contains(message, exception.Message, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(BadRows), DisableDiscoveryEnumeration = true)]
    public void A_bad_row_is_named_and_the_network_stays_as_it_was(BadRow bad, string message)
    {
        Network network = Network.Create(s_spec);
        float[] before = Given.Tensors(network);
        DataFormatException exception = Assert.Throws<DataFormatException>(() => new Trainer(s_options).Train(network, bad.Among(Given.Clouds(100), 70)));
        Assert.Contains(message, exception.Message, StringComparison.Ordinal);
        Assert.Equal(before, Given.Tensors(network));
    }

    [Theory]
    [InlineData(90, 1, "the first pass read 100 rows, and this one only 90")]
    [InlineData(90, 2, "the first pass read 100 rows, and this one only 90")]
    [InlineData(110, 1, "the first pass read 100 rows, and this one more")]
    [InlineData(110, 3, "the first pass read 100 rows, and this one more")]
    public void A_source_that_changes_is_noticed(int rows, int threads, string message)
    {
        var source = new DatasetSource(Given.Clouds(100)) { RowsInPass = pass => pass == 1 ? 100 : rows };
        DataFormatException exception = Assert.Throws<DataFormatException>(() => new Trainer(s_options with { Threads = threads }).Train(s_spec, source));
        Assert.Contains(message, exception.Message, StringComparison.Ordinal);
        Assert.Equal(0, source.Opened);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void What_a_source_throws_reaches_the_caller_and_the_best_network_is_kept(int threads)
    {
        var source = new DatasetSource(Given.Clouds(400))
        {
            Before = (pass, row) => _ = pass == 3 && row == 300 ? throw new InvalidDataException("The disk is gone.") : 0,
        };
        Network network = Network.Create(s_spec);
        TrainingOptions options = s_options with { Threads = threads, Schedule = LearningRateSchedule.Constant, Calibrate = false };
        Assert.Equal("The disk is gone.", Assert.Throws<InvalidDataException>(() => new Trainer(options).Train(network, source)).Message);
        Assert.Equal(0, source.Opened);
        Network one = Network.Create(s_spec);
        new Trainer(options with { Epochs = 1 }).Train(one, new DatasetSource(Given.Clouds(400)));
        Assert.Equal(Given.Tensors(one), Given.Tensors(network));
    }

    [Fact]
    public void The_buffer_holds_no_fewer_rows_than_none()
        => Assert.Contains("ShuffleBuffer is -1", Assert.Single(new TrainingOptions { ShuffleBuffer = -1 }.Validate()), StringComparison.Ordinal);

    [Fact]
    public void A_network_of_layers_that_need_more_targets_than_a_batch_has_is_refused_before_the_first_pass()
    {
        var source = new DatasetSource(Given.Clouds(100));
        NetworkSpec spec = s_spec with { Loss = LocalLossKind.PairsTopK, TopK = 17 };
        Assert.Contains("TopK is 17", Assert.Throws<ConfigurationException>(() => new Trainer(s_options).Train(spec, source)).Message, StringComparison.Ordinal);
        Assert.Equal(0, source.Passes);
    }

    /// <summary>A row that cannot be learned from.</summary>
    public sealed record BadRow(float? Feature = null, int? Label = null, float? Weight = null)
    {
        /// <summary>Puts it into a place of a stream.</summary>
        internal RowSource Among(Dataset data, int place) => new Spoilt(data, place, this);
    }

    private sealed class Spoilt(Dataset data, int place, BadRow bad) : RowSource
    {
        public override int Width => data.Width;

        public override int ClassCount => data.ClassCount;

        public override RowCursor Open() => new Cursor(new DatasetSource(data).Open(), place, bad);

        private sealed class Cursor(RowCursor rows, int place, BadRow bad) : RowCursor
        {
            private int _next;

            public override bool Read(in RowSlot row)
            {
                bool any = rows.Read(row);
                if (_next++ == place)
                {
                    row.Features[2] = bad.Feature ?? row.Features[2];
                    row.Label = bad.Label ?? row.Label;
                    row.Weight = bad.Weight ?? row.Weight;
                }

                return any;
            }
        }
    }
}
