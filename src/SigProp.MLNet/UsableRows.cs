using System.Numerics.Tensors;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace SigProp.MLNet;

/// <summary>The rows of a data view that can be learned from, by one cursor; the others are counted.</summary>
internal sealed class UsableRows : IDisposable
{
    private const int RowsBetweenPolls = 1024;

    private readonly DataViewRowCursor _cursor;
    private readonly Func<float> _readLabel;
    private readonly ValueGetter<VBuffer<float>> _readFeatures;
    private readonly ValueGetter<float>? _readWeight;
    private readonly float _classLimit;
    private readonly bool _acceptsMissing;
    private readonly Action _poll;
    private VBuffer<float> _features;
    private float _weight = 1;
    private long _read;

    /// <param name="data">The data, with its label and feature column.</param>
    /// <param name="labels">Reads the labels.</param>
    /// <param name="classLimit">Labels from here on are of unknown classes.</param>
    /// <param name="acceptsMissing">Whether features may be NaN.</param>
    /// <param name="poll">Called now and then; throws where reading is to end.</param>
    public UsableRows(RoleMappedData data, LabelReader labels, float classLimit, bool acceptsMissing, Action poll)
    {
        DataViewSchema.Column label = data.Schema.Label!.Value, feature = data.Schema.Feature!.Value;
        DataViewSchema.Column[] columns = data.Schema.Weight is DataViewSchema.Column weight ? [label, feature, weight] : [label, feature];
        _cursor = data.Data.GetRowCursor(columns);
        _readLabel = labels.Of(_cursor, label);
        _readFeatures = _cursor.GetGetter<VBuffer<float>>(feature);
        _readWeight = columns.Length > 2 ? _cursor.GetGetter<float>(columns[2]) : null;
        _classLimit = classLimit;
        _acceptsMissing = acceptsMissing;
        _poll = poll;
    }

    /// <summary>The rows that could not be used so far.</summary>
    public Skipped Skipped { get; } = new();

    /// <summary>The row's class, from 0, or its value.</summary>
    public float Label { get; private set; }

    /// <summary>What the row weighs, above 0.</summary>
    public float Weight => _weight;

    /// <summary>The row's features, all finite, or NaN where that is accepted; until the next row is read.</summary>
    public ref readonly VBuffer<float> Features => ref _features;

    /// <summary>Reads the next row that can be used.</summary>
    /// <returns>False at the end.</returns>
    public bool MoveNext()
    {
        while (_cursor.MoveNext())
        {
            if (_read++ % RowsBetweenPolls == 0)
            {
                _poll();
            }

            if (IsUsable())
            {
                return true;
            }
        }

        _poll();
        return false;
    }

    public void Dispose() => _cursor.Dispose();

    private bool IsUsable()
    {
        Label = _readLabel();
        _readWeight?.Invoke(ref _weight);
        if (float.IsNaN(Label))
        {
            Skipped.WithoutLabel++;
        }
        else if (Label >= _classLimit)
        {
            Skipped.OfUnknownClass++;
        }
        else if (!(_weight > 0 && float.IsFinite(_weight)))
        {
            Skipped.WithoutWeight++;
        }
        else
        {
            _readFeatures(ref _features);
            if (TensorPrimitives.IsFiniteAll(_features.GetValues()))
            {
                return true;
            }

            if (!_acceptsMissing)
            {
                Skipped.NotFinite++;
            }
            else if (TensorPrimitives.IsInfinityAny(_features.GetValues()))
            {
                Skipped.Infinite++;
            }
            else
            {
                return true;
            }
        }

        return false;
    }
}
