using System.Globalization;
using Microsoft.ML;
using Microsoft.ML.Data;
using Xunit;

namespace SigProp.MLNet.Tests;

/// <summary>Scoring in batches gives what scoring row by row gives, for every kind of model.</summary>
public sealed class ScoringTests
{
    private readonly MLContext _context = new(seed: 1);

    public sealed class Row
    {
        [VectorType(4)]
        public float[] Features { get; set; } = [];

        [KeyType(3)]
        public uint Key { get; set; }

        public bool IsAsh { get; set; }

        public float Number { get; set; }
    }

    public static TheoryData<string> Kinds
        => ["plain", "margin", "layer", "tree", "binary", "regression", "quantiles", "spiking", "continuous"];

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Batches_have_the_bits_of_single_rows(string kind)
    {
        IDataView data = _context.Data.LoadFromEnumerable(Rows(700));
        ITransformer model = Trainer(kind).Fit(_context.Data.LoadFromEnumerable(Rows(150, withNaN: false)));

        string[] batched = Values(model.Transform(data));

        Assert.Equal(700, batched.Length);
        Assert.Equal(OneByOne(model, data), batched);
        Assert.Equal(2, batched.Count(row => row.Contains("NaN", StringComparison.Ordinal)));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(31)]
    [InlineData(32)]
    [InlineData(33)]
    [InlineData(96)]
    [InlineData(2100)]
    public void Any_number_of_rows_is_scored(int count)
    {
        IDataView data = _context.Data.LoadFromEnumerable(Rows(count));
        ITransformer model = Trainer("margin").Fit(_context.Data.LoadFromEnumerable(Rows(150, withNaN: false)));

        Assert.Equal(OneByOne(model, data), Values(model.Transform(data)));
    }

    [Fact]
    public void A_feature_column_that_is_missing_is_named()
    {
        IDataView data = _context.Data.LoadFromEnumerable(Rows(150, withNaN: false));
        ITransformer model = Trainer("plain").Fit(data);
        IDataView without = _context.Transforms.DropColumns("Features").Fit(data).Transform(data);

        Assert.Contains("feature column 'Features'", Assert.Throws<ArgumentOutOfRangeException>(() => model.Transform(without)).Message);
    }

    [Fact]
    public void A_saved_model_scores_in_batches_again()
    {
        IDataView data = _context.Data.LoadFromEnumerable(Rows(300));
        ITransformer model = Trainer("quantiles").Fit(_context.Data.LoadFromEnumerable(Rows(150, withNaN: false)));
        using var stream = new MemoryStream();
        _context.Model.Save(model, data.Schema, stream);
        stream.Position = 0;

        IDataView scored = _context.Model.Load(stream, out _).Transform(data);

        Assert.IsType<BatchedScores>(scored);
        Assert.Equal(Values(model.Transform(data)), Values(scored));
    }

    [Fact]
    public void A_row_whose_scores_overflow_is_no_obstacle_to_the_others()
    {
        List<Row> rows = Rows(100, withNaN: false);
        ITransformer model = Trainer("regression").Fit(_context.Data.LoadFromEnumerable(rows));
        rows[50].Features = [float.MaxValue, float.MaxValue, float.MaxValue, float.MaxValue];
        IDataView scored = model.Transform(_context.Data.LoadFromEnumerable(rows));
        using DataViewRowCursor cursor = scored.GetRowCursor([scored.Schema["Score"]]);
        ValueGetter<float> get = cursor.GetGetter<float>(scored.Schema["Score"]);
        float score = 0;
        var without = new List<long>();
        while (cursor.MoveNext())
        {
            try
            {
                get(ref score);
                if (!float.IsFinite(score))
                {
                    without.Add(cursor.Position);
                }
            }
            catch (InvalidOperationException)
            {
                without.Add(cursor.Position);
            }
        }

        Assert.Equal([50], without);
    }

    [Fact]
    public void A_row_of_another_length_is_refused_by_itself()
    {
        ITransformer model = Trainer("plain").Fit(_context.Data.LoadFromEnumerable(Rows(100, withNaN: false)));
        var schema = SchemaDefinition.Create(typeof(Row));
        schema[nameof(Row.Features)].ColumnType = new VectorDataViewType(NumberDataViewType.Single);

        // ML.NET refuses vectors of unknown size by the schema, before any row is read.
        InvalidOperationException exception = Assert.Throws<InvalidOperationException>(() => model.Transform(_context.Data.LoadFromEnumerable(Rows(3), schema)));
        Assert.Contains("Incompatible features column type", exception.ToString());
    }

    internal static List<Row> Rows(int count, bool withNaN = true)
    {
        List<Row> rows = [.. Blobs.Rows(count).Select(r => new Row { Features = r.Features, Key = r.Key, IsAsh = r.Key == 0, Number = r.Features[0] })];
        foreach (int i in (int[])[3, 600])
        {
            if (withNaN && i < count)
            {
                rows[i].Features[i % 4] = i == 3 ? float.NaN : float.PositiveInfinity;
            }
        }

        return rows;
    }

    /// <summary>A row's values of all columns that the model added, as text that tells all bits.</summary>
    internal static string[] Values(IDataView scored)
    {
        var columns = scored.Schema.Where(c => c.Name is "Score" or "PredictedLabel" or "Probability" or "Depth" or "Quantiles").ToArray();
        using DataViewRowCursor cursor = scored.GetRowCursor(columns);
        Func<string>[] readers = [.. columns.Select(c => Reader(cursor, c))];
        var rows = new List<string>();
        while (cursor.MoveNext())
        {
            rows.Add(string.Join(' ', readers.Select(read => read())));
        }

        return [.. rows];
    }

    internal static Func<string> Reader(DataViewRow row, DataViewSchema.Column column)
    {
        return column.Type switch
        {
            VectorDataViewType => ReadVector(row.GetGetter<VBuffer<float>>(column)),
            KeyDataViewType => Read<uint>(),
            BooleanDataViewType => Read<bool>(),
            NumberDataViewType type when type == NumberDataViewType.Int32 => Read<int>(),
            _ => ReadSingle(row.GetGetter<float>(column)),
        };

        Func<string> Read<T>()
        {
            ValueGetter<T> get = row.GetGetter<T>(column);
            return () =>
            {
                T value = default!;
                get(ref value);
                return string.Create(CultureInfo.InvariantCulture, $"{value}");
            };
        }

        static Func<string> ReadSingle(ValueGetter<float> get) => () =>
        {
            float value = 0;
            get(ref value);
            return value.ToString("R", CultureInfo.InvariantCulture);
        };

        static Func<string> ReadVector(ValueGetter<VBuffer<float>> get)
        {
            VBuffer<float> value = default;
            return () =>
            {
                get(ref value);
                return string.Join(',', value.Items(true).Select(v => v.Value.ToString("R", CultureInfo.InvariantCulture))) + (value.IsDense ? "" : " sparse");
            };
        }
    }

    /// <summary>The same of ML.NET's mapper of single rows, as a prediction engine uses it.</summary>
    private static string[] OneByOne(ITransformer model, IDataView data)
    {
        IRowToRowMapper mapper = model.GetRowToRowMapper(data.Schema);
        using DataViewRowCursor cursor = data.GetRowCursor(data.Schema);
        var columns = mapper.OutputSchema.Where(c => c.Name is "Score" or "PredictedLabel" or "Probability" or "Depth" or "Quantiles").ToArray();
        using DataViewRow row = mapper.GetRow(cursor, columns);
        Func<string>[] readers = [.. columns.Select(c => Reader(row, c))];
        var rows = new List<string>();
        while (cursor.MoveNext())
        {
            rows.Add(string.Join(' ', readers.Select(read => read())));
        }

        return [.. rows];
    }

    private IEstimator<ITransformer> Trainer(string kind)
    {
        SignalPropagationTrainer Classes(Action<SignalPropagationTrainer.Options> change) => Blobs.Trainer(_context, "Key", change: o =>
        {
            (o.HiddenLayers, o.Epochs) = ([16, 16], 3);
            change(o);
        });
        var regression = new SignalPropagationRegressionTrainer.Options { LabelColumnName = "Number", HiddenLayers = [16], Epochs = 3 };
        switch (kind)
        {
            case "plain":
                return Classes(o => { });
            case "margin":
                return Classes(o => o.EarlyExitMargin = 0.3);
            case "layer":
                return Classes(o => o.ExitLayer = 1);
            case "tree":
                return Classes(o => (o.Head, o.TreeBudget) = (HeadKind.NearestTarget, 0));
            case "binary":
                return _context.BinaryClassification.Trainers.SignalPropagation("IsAsh", hiddenLayers: [16], epochs: 3);
            case "spiking":
                return Blobs.TrainerOf(_context, EstimatorTests.Spikes, "Key", "Features", null);
            case "continuous":
                return Blobs.TrainerOf(_context, EstimatorTests.States, "Key", "Features", null);
            case "quantiles":
                regression.Quantiles = [0.05, 0.95];
                return _context.Regression.Trainers.SignalPropagation(regression);
            default:
                return _context.Regression.Trainers.SignalPropagation(regression);
        }
    }
}
