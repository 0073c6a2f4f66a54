using System.Numerics.Tensors;
using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Runtime;

namespace SigProp.MLNet;

/// <summary>Reads labelled rows into memory, in one pass. Rows that cannot be used are skipped, and reported in one warning.</summary>
internal sealed class RowReader(IHost host, IChannel channel, LabelReader labels, ImageShape? image, CancellationToken cancellationToken)
{
    private const int RowsBetweenPolls = 1024;

    /// <param name="data">The data with its label and feature column.</param>
    /// <param name="what">What the data is for, as messages call it.</param>
    /// <param name="known">The training rows, whose features and classes these must have; null for the training rows themselves.</param>
    /// <exception cref="ArgumentException">A column is missing or unsuitable, or there is one class only.</exception>
    /// <exception cref="InvalidOperationException">No row can be used.</exception>
    public LabeledRows Read(RoleMappedData data, string what, LabeledRows? known = null)
    {
        DataViewSchema.Column label = data.Schema.Label
            ?? throw new ArgumentException($"The {what} data has no label column.");
        DataViewSchema.Column feature = data.Schema.Feature
            ?? throw new ArgumentException($"The {what} data has no feature column.");
        int width = Width(feature, what, known);
        IReadOnlyList<string>? classes = Classes(label, what, known);

        var rows = new RowBuffer(width, data.Data.GetRowCount(), data.Schema.Weight is not null);
        Skipped skipped = ReadRows(data, label, feature, rows, labels.AreClasses && classes is not null ? classes.Count : float.PositiveInfinity);
        skipped.Warn(channel, what, rows.Count);
        if (rows.Count == 0)
        {
            throw new InvalidOperationException($"The {what} data has no row that can be used{skipped.Reasons(": ")}.");
        }

        classes ??= ClassNames.Numbers((int)rows.Labels.Max() + 1);
        return !labels.AreClasses || classes.Count >= 2
            ? new LabeledRows(rows.Features, width, rows.Labels, rows.Weights, classes)
            : throw new ArgumentException(
                $"The label column '{label.Name}' of the {what} data has one class only; there must be at least 2.");
    }

    private int Width(DataViewSchema.Column feature, string what, LabeledRows? known)
    {
        if (feature.Type is not VectorDataViewType { IsKnownSize: true } vector || vector.ItemType != NumberDataViewType.Single)
        {
            throw new ArgumentException(
                $"The feature column '{feature.Name}' is {feature.Type}; it must be a vector of Single of known size.");
        }

        if (image is not null && image.Size != vector.Size)
        {
            throw new ArgumentException(
                $"The feature column '{feature.Name}' of the {what} data has {vector.Size} features; images of {image} have {image.Size}.");
        }

        return known is null || known.Width == vector.Size ? vector.Size : throw new ArgumentException(
            $"The feature column '{feature.Name}' of the {what} data has {vector.Size} features; "
            + $"that of the training data has {known.Width}.");
    }

    /// <summary>The names of the classes; null where the label is a number, and the classes are those that will be found.</summary>
    private IReadOnlyList<string>? Classes(DataViewSchema.Column label, string what, LabeledRows? known)
    {
        IReadOnlyList<string>? own = labels.NamesOf(label);
        if (known is null)
        {
            return own;
        }

        return own is null || own.SequenceEqual(known.ClassNames) ? known.ClassNames : throw new ArgumentException(
            $"The keys of the label column '{label.Name}' of the {what} data are not those of the training data; transform both with the same, "
            + "fitted MapValueToKey.");
    }

    private Skipped ReadRows(RoleMappedData data, DataViewSchema.Column label, DataViewSchema.Column feature, RowBuffer rows, float classLimit)
    {
        var skipped = new Skipped();
        DataViewSchema.Column[] columns = data.Schema.Weight is DataViewSchema.Column weight ? [label, feature, weight] : [label, feature];
        using DataViewRowCursor cursor = data.Data.GetRowCursor(columns);
        Func<float> readLabel = labels.Of(cursor, label);
        ValueGetter<VBuffer<float>> readFeatures = cursor.GetGetter<VBuffer<float>>(feature);
        ValueGetter<float>? readWeight = columns.Length > 2 ? cursor.GetGetter<float>(columns[2]) : null;
        VBuffer<float> features = default;
        float weightOfRow = 1;
        for (long read = 0; cursor.MoveNext(); read++)
        {
            if (read % RowsBetweenPolls == 0)
            {
                Poll();
            }

            float labelOfRow = readLabel();
            readWeight?.Invoke(ref weightOfRow);
            if (float.IsNaN(labelOfRow))
            {
                skipped.WithoutLabel++;
            }
            else if (labelOfRow >= classLimit)
            {
                skipped.OfUnknownClass++;
            }
            else if (!(weightOfRow > 0 && float.IsFinite(weightOfRow)))
            {
                skipped.WithoutWeight++;
            }
            else
            {
                readFeatures(ref features);
                if (TensorPrimitives.IsFiniteAll(features.GetValues()))
                {
                    rows.Add(in features, labelOfRow, weightOfRow);
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
