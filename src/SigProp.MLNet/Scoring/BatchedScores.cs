using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Model.OnnxConverter;

namespace SigProp.MLNet;

/// <summary>The data with a model's columns, as ML.NET's scorer makes them of one row, made of batches of rows.</summary>
/// <param name="scorer">The scorer of single rows, over the same data.</param>
/// <param name="featureColumn">The model's features.</param>
/// <param name="numbersOfRow">Numbers that a row takes up on its way through the model.</param>
internal sealed class BatchedScores(RowToRowTransformBase scorer, string featureColumn, int numbersOfRow) : ITransformCanSaveOnnx, IRowToRowMapper
{
    /// <summary>What a value counts whose size its type does not tell, as an image's, in bytes: few of them are kept at one time.</summary>
    private const long BytesUnknown = 1 << 20;

    private readonly bool[] _isInput = InputColumns(scorer.OutputSchema, scorer.Source.Schema);

    public DataViewSchema Schema => scorer.OutputSchema;

    public bool CanShuffle => scorer.CanShuffle;

    public IDataView Source => scorer.Source;

    DataViewSchema IRowToRowMapper.InputSchema => Source.Schema;

    DataViewSchema IRowToRowMapper.OutputSchema => Schema;

    private IRowToRowMapper Rows => (IRowToRowMapper)scorer;

    public long? GetRowCount() => scorer.GetRowCount();

    public DataViewRowCursor GetRowCursor(IEnumerable<DataViewSchema.Column> columnsNeeded, Random? rand = null)
    {
        DataViewSchema.Column[] columns = [.. columnsNeeded];
        return AreOfInput(columns)
            ? scorer.GetRowCursor(columns, rand)
            : Batch(Source.GetRowCursor(Rows.GetDependencies(columns), CanShuffle ? rand : null), columns);
    }

    public DataViewRowCursor[] GetRowCursorSet(IEnumerable<DataViewSchema.Column> columnsNeeded, int n, Random? rand = null)
    {
        // Where the input is not split, neither is this: the network's threads share the rows of a batch.
        DataViewSchema.Column[] columns = [.. columnsNeeded];
        return AreOfInput(columns)
            ? scorer.GetRowCursorSet(columns, n, rand)
            : [.. Source.GetRowCursorSet(Rows.GetDependencies(columns), n, CanShuffle ? rand : null).Select(input => Batch(input, columns))];
    }

    IEnumerable<DataViewSchema.Column> IRowToRowMapper.GetDependencies(IEnumerable<DataViewSchema.Column> dependingColumns)
        => Rows.GetDependencies(dependingColumns);

    DataViewRow IRowToRowMapper.GetRow(DataViewRow input, IEnumerable<DataViewSchema.Column> activeColumns) => Rows.GetRow(input, activeColumns);

    void ICanSaveModel.Save(ModelSaveContext ctx) => ((ICanSaveModel)scorer).Save(ctx);

    bool ICanSaveOnnx.CanSaveOnnx(OnnxContext ctx) => scorer is ITransformCanSaveOnnx onnx && onnx.CanSaveOnnx(ctx);

    void ISaveAsOnnx.SaveAsOnnx(OnnxContext ctx) => ((ITransformCanSaveOnnx)scorer).SaveAsOnnx(ctx);

    /// <summary>Which columns of the output are the input's. The scorer keeps their order, and puts a column of its own that hides one of them after
    /// it.</summary>
    private static bool[] InputColumns(DataViewSchema output, DataViewSchema input)
    {
        int next = 0;
        return [.. output.Select(column =>
        {
            bool isInput = next < input.Count && input[next].Name == column.Name;
            next += isInput ? 1 : 0;
            return isInput;
        })];
    }

    private static long BytesOf(DataViewType type) => type switch
    {
        VectorDataViewType { IsKnownSize: true } vector => vector.Size * BytesOf(vector.ItemType),
        KeyDataViewType or NumberDataViewType or BooleanDataViewType => sizeof(double),
        TextDataViewType or DateTimeDataViewType or DateTimeOffsetDataViewType or TimeSpanDataViewType or RowIdDataViewType => 4 * sizeof(double),
        _ => BytesUnknown,
    };

    private bool AreOfInput(DataViewSchema.Column[] columns) => Array.TrueForAll(columns, column => _isInput[column.Index]);

    private BatchCursor Batch(DataViewRowCursor input, DataViewSchema.Column[] columns)
    {
        DataViewSchema.Column[] kept = [.. Rows.GetDependencies(columns.Where(column => _isInput[column.Index]))];
        try
        {
            var batch = new BatchRow(input, kept, Source.Schema[featureColumn]);
            long bytes = kept.Sum(column => BytesOf(column.Type)) + ((long)numbersOfRow * sizeof(float));
            return new BatchCursor(input, batch, Rows.GetRow(batch, columns), bytes);
        }
        catch
        {
            input.Dispose();
            throw;
        }
    }
}
