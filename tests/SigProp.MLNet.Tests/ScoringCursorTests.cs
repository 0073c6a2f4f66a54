using Microsoft.ML;
using Microsoft.ML.Data;
using Xunit;

namespace SigProp.MLNet.Tests;

/// <summary>The cursor that scores in batches, beside the one of the data.</summary>
public sealed class ScoringCursorTests
{
    private readonly MLContext _context = new(seed: 1);

    public sealed class Varied
    {
        [VectorType(4)]
        public float[] Features { get; set; } = [];

        [KeyType(3)]
        public uint Key { get; set; }

        public string Text { get; set; } = "";

        public string[] Words { get; set; } = [];

        public double[] Varying { get; set; } = [];

        public DateTime Time { get; set; }

        public long Count { get; set; }

        public bool Truth { get; set; }
    }

    [Fact]
    public void Only_the_columns_asked_for_are_read_and_nothing_is_scored_unasked()
    {
        var data = new Counted(Blobs.Load(_context));
        var model = Trainer().Fit(Blobs.Load(_context));
        IDataView scored = model.Transform(data);
        Assert.Equal(0, data.Moves);

        Assert.Equal(300, scored.GetColumn<string>("Name").Count());
        Assert.Equal(["Name"], data.Asked);
        Assert.Equal(300, scored.GetColumn<uint>("PredictedLabel").Count());
        Assert.Equal(["Features"], data.Asked);
        Assert.Equal(0, data.Open);
    }

    [Fact]
    public void Few_rows_do_not_wait_for_many()
    {
        var data = new Counted(Blobs.Load(_context, Blobs.Rows(5000)));
        var model = Trainer().Fit(Blobs.Load(_context));

        Assert.Equal(3, model.Transform(data).GetColumn<float[]>("Score").Take(3).Count());

        Assert.InRange(data.Moves, 3, 7);
        Assert.Equal(0, data.Open);
    }

    [Fact]
    public void Values_of_every_type_are_those_of_their_rows()
    {
        List<Varied> rows = [.. Blobs.Rows(500).Select((row, i) => new Varied
        {
            Features = row.Features,
            Key = row.Key,
            Text = $"row {i}",
            Words = [.. Enumerable.Range(0, i % 4).Select(j => $"{i}.{j}")],
            Varying = [.. Enumerable.Range(0, i % 5).Select(j => (double)(i * j))],
            Time = new DateTime(2020, 1, 1).AddHours(i),
            Count = i,
            Truth = i % 7 == 0,
        })];
        IDataView data = _context.Data.LoadFromEnumerable(rows);
        IDataView sparse = _context.Transforms.Categorical.OneHotEncoding("Hot", "Text").Fit(data).Transform(data);
        var model = Trainer().Fit(data);

        IDataView scored = model.Transform(sparse);

        Assert.Equal(Descriptions(data), Descriptions(scored));
        Assert.Equal(sparse.GetColumn<float[]>("Hot"), scored.GetColumn<float[]>("Hot"));
        Assert.Equal(Both(scored), rows.Zip(scored.GetColumn<float[]>("Score"), (row, score) => $"{row.Text} {string.Join(',', score)}"));
    }

    [Fact]
    public void Positions_and_ids_are_the_datas_own()
    {
        IDataView data = _context.Data.Cache(Blobs.Load(_context, Blobs.Rows(200)));
        IDataView scored = Trainer().Fit(data).Transform(data);

        Assert.Equal(Places(data, null), Places(scored, null));
        Assert.Equal(Places(data, new Random(7)), Places(scored, new Random(7)));
        Assert.NotEqual(Places(data, null), Places(scored, new Random(7)));
    }

    [Fact]
    public void A_set_of_cursors_gives_every_row_once()
    {
        IDataView data = _context.Data.Cache(Blobs.Load(_context, Blobs.Rows(3000)));
        var model = Trainer().Fit(data);
        IDataView scored = model.Transform(data);
        string[] expected = [.. ScoringTests.Values(scored).Order(StringComparer.Ordinal)];
        DataViewSchema.Column[] columns = [scored.Schema["PredictedLabel"], scored.Schema["Score"]];
        DataViewRowCursor[] cursors = scored.GetRowCursorSet(columns, 4);

        string[][] parts = new string[cursors.Length][];
        Parallel.For(0, cursors.Length, i =>
        {
            using DataViewRowCursor cursor = cursors[i];
            Func<string>[] readers = [.. columns.OrderBy(c => c.Index).Select(c => ScoringTests.Reader(cursor, c))];
            var rows = new List<string>();
            while (cursor.MoveNext())
            {
                rows.Add(string.Join(' ', readers.Select(read => read())));
            }

            parts[i] = [.. rows];
        });

        Assert.Equal(expected, parts.SelectMany(p => p).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void An_error_of_the_data_comes_with_its_row()
    {
        var model = Trainer().Fit(Blobs.Load(_context));
        var moving = new Counted(Blobs.Load(_context)) { FailsAt = 70 };
        var reading = new Counted(Blobs.Load(_context)) { FailsReading = "Features", FailsReadingAt = 70 };
        var passing = new Counted(Blobs.Load(_context)) { FailsReading = "Name", FailsReadingAt = 70 };

        Assert.Equal((70, "Row 70 cannot be read."), UntilError<IOException>(model.Transform(moving), null));
        Assert.Equal((70, "The column 'Features' of row 70 cannot be read."), UntilError<FormatException>(model.Transform(reading), null));
        Assert.Equal((70, "The column 'Name' of row 70 cannot be read."), UntilError<FormatException>(model.Transform(passing), "Name"));
        Assert.Equal((0, 0, 0), (moving.Open, reading.Open, passing.Open));
    }

    [Fact]
    public void A_row_that_cannot_be_read_is_no_obstacle_to_the_next()
    {
        var data = new Counted(Blobs.Load(_context)) { FailsReading = "Features", FailsReadingAt = 70 };
        IDataView scored = Trainer().Fit(Blobs.Load(_context)).Transform(data);
        using DataViewRowCursor cursor = scored.GetRowCursor([scored.Schema["Score"]]);
        ValueGetter<VBuffer<float>> get = cursor.GetGetter<VBuffer<float>>(scored.Schema["Score"]);
        VBuffer<float> score = default;
        int rows = 0, errors = 0;
        while (cursor.MoveNext())
        {
            rows++;
            try
            {
                get(ref score);
            }
            catch (FormatException)
            {
                errors++;
            }
        }

        Assert.Equal((300, 1), (rows, errors));
        Assert.Equal(-1, cursor.Position);
        Assert.False(cursor.MoveNext());
        Assert.Throws<InvalidOperationException>(() => get(ref score));
    }

    [Fact]
    public void Columns_that_were_not_asked_for_are_refused()
    {
        IDataView scored = Trainer().Fit(Blobs.Load(_context)).Transform(Blobs.Load(_context));
        using DataViewRowCursor cursor = scored.GetRowCursor([scored.Schema["Score"]]);

        Assert.True(cursor.IsColumnActive(scored.Schema["Score"]));
        Assert.False(cursor.IsColumnActive(scored.Schema["Name"]));
        Assert.ThrowsAny<Exception>(() => cursor.GetGetter<ReadOnlyMemory<char>>(scored.Schema["Name"]));
        Assert.ThrowsAny<Exception>(() => cursor.GetGetter<int>(scored.Schema["Score"]));
    }

    private static (int Rows, string Message) UntilError<TException>(IDataView scored, string? other)
        where TException : Exception
    {
        DataViewSchema.Column[] columns = [scored.Schema["Score"], .. scored.Schema.Where(c => c.Name == other)];
        using DataViewRowCursor cursor = scored.GetRowCursor(columns);
        ValueGetter<VBuffer<float>> get = cursor.GetGetter<VBuffer<float>>(columns[0]);
        ValueGetter<ReadOnlyMemory<char>>? getOther = other is null ? null : cursor.GetGetter<ReadOnlyMemory<char>>(columns[1]);
        VBuffer<float> score = default;
        ReadOnlyMemory<char> text = default;
        int rows = 0;
        TException exception = Assert.Throws<TException>(() =>
        {
            while (cursor.MoveNext())
            {
                get(ref score);
                getOther?.Invoke(ref text);
                rows++;
            }
        });
        return (rows, exception.Message);
    }

    private static string[] Places(IDataView data, Random? random)
    {
        DataViewSchema.Column[] columns = [.. data.Schema.Where(c => c.Name is "Score" or "Name")];
        using DataViewRowCursor cursor = data.GetRowCursor(columns, random);
        ValueGetter<DataViewRowId> getId = cursor.GetIdGetter();
        ValueGetter<ReadOnlyMemory<char>> getName = cursor.GetGetter<ReadOnlyMemory<char>>(data.Schema["Name"]);
        var places = new List<string> { $"{cursor.Position}" };
        DataViewRowId id = default;
        ReadOnlyMemory<char> name = default;
        while (cursor.MoveNext())
        {
            getId(ref id);
            getName(ref name);
            places.Add($"{cursor.Position} {cursor.Batch} {id} {name}");
        }

        return [.. places, $"{cursor.Position}"];
    }

    private static IEnumerable<string> Both(IDataView scored)
    {
        using DataViewRowCursor cursor = scored.GetRowCursor([scored.Schema["Score"], scored.Schema["Text"]]);
        ValueGetter<VBuffer<float>> getScore = cursor.GetGetter<VBuffer<float>>(scored.Schema["Score"]);
        ValueGetter<ReadOnlyMemory<char>> getText = cursor.GetGetter<ReadOnlyMemory<char>>(scored.Schema["Text"]);
        VBuffer<float> score = default;
        ReadOnlyMemory<char> text = default;
        while (cursor.MoveNext())
        {
            getScore(ref score);
            getText(ref text);
            yield return $"{text} {string.Join(',', score.DenseValues())}";
        }
    }

    private string[] Descriptions(IDataView data) => [.. _context.Data.CreateEnumerable<Varied>(data, reuseRowObject: false).Select(row =>
        $"{string.Join(',', row.Features)} {row.Key} {row.Text} {string.Join(',', row.Words)} {string.Join(',', row.Varying)} {row.Time:O} {row.Count} {row.Truth}")];

    private SignalPropagationTrainer Trainer() => Blobs.Trainer(_context, "Key", change: o => o.Epochs = 1);
}
