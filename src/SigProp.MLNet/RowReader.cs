using System.Numerics.Tensors;
using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Runtime;

namespace SigProp.MLNet;

/// <summary>Reads labelled rows into memory, in one pass. Rows that cannot be used are skipped, and reported in one warning.</summary>
internal sealed class RowReader(IHost host, IChannel channel, CancellationToken cancellationToken)
{
    private const int RowsBetweenPolls = 1024;

    /// <param name="data">The data with its label and feature column.</param>
    /// <param name="what">What the data is for, as messages call it.</param>
    /// <param name="known">The rows whose classes are the only ones; null to take all classes found.</param>
    /// <exception cref="ArgumentException">A column is missing or unsuitable, or there is one class only.</exception>
    /// <exception cref="InvalidOperationException">No row can be used.</exception>
    public LabeledRows Read(RoleMappedData data, string what, LabeledRows? known = null)
    {
        DataViewSchema.Column label = data.Schema.Label
            ?? throw new ArgumentException($"The {what} data has no label column.", nameof(data));
        DataViewSchema.Column feature = data.Schema.Feature
            ?? throw new ArgumentException($"The {what} data has no feature column.", nameof(data));
        int width = feature.Type is VectorDataViewType { IsKnownSize: true } vector && vector.ItemType == NumberDataViewType.Single
            ? vector.Size
            : throw new ArgumentException(
                $"The feature column '{feature.Name}' is {feature.Type}; it must be a vector of Single of known size.", nameof(data));
        int? keyCount = LabelReader.CountOf(label);

        var rows = new RowBuffer(width, data.Data.GetRowCount());
        int limit = known?.ClassCount ?? int.MaxValue;
        Skipped skipped = ReadRows(data.Data, label, feature, rows, limit);
        skipped.Warn(channel, what, rows.Count);
        if (rows.Count == 0)
        {
            throw new InvalidOperationException($"The {what} data has no row that can be used{skipped.Reasons(": ")}.");
        }

        int classCount = known?.ClassCount ?? keyCount ?? rows.Labels.Max() + 1;
        return classCount >= 2
            ? new LabeledRows(rows.Features, width, rows.Labels, known?.ClassNames ?? ClassNames.Of(label, classCount))
            : throw new ArgumentException($"The label column '{label.Name}' of the {what} data has one class only; there must be at least 2.", nameof(data));
    }

    private Skipped ReadRows(IDataView data, DataViewSchema.Column label, DataViewSchema.Column feature, RowBuffer rows, int classLimit)
    {
        var skipped = new Skipped();
        using DataViewRowCursor cursor = data.GetRowCursor([label, feature]);
        Func<int> readClass = LabelReader.Of(cursor, label);
        ValueGetter<VBuffer<float>> readFeatures = cursor.GetGetter<VBuffer<float>>(feature);
        VBuffer<float> features = default;
        for (long read = 0; cursor.MoveNext(); read++)
        {
            if (read % RowsBetweenPolls == 0)
            {
                Poll();
            }

            int label0 = readClass();
            if (label0 < 0)
            {
                skipped.WithoutLabel++;
            }
            else if (label0 >= classLimit)
            {
                skipped.OfUnknownClass++;
            }
            else
            {
                readFeatures(ref features);
                if (TensorPrimitives.IsFiniteAll(features.GetValues()))
                {
                    rows.Add(in features, label0);
                }
                else
                {
                    skipped.NotFinite++;
                }
            }
        }

        Poll();
        rows.Trim();
        return skipped;
    }

    private void Poll()
    {
        host.CheckAlive();
        cancellationToken.ThrowIfCancellationRequested();
    }
}
