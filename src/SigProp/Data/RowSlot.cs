namespace SigProp.Data;

/// <summary>Where a <see cref="RowCursor"/> writes a row; memory of whoever asks for the row.</summary>
public readonly ref struct RowSlot
{
    private readonly ref int _label;
    private readonly ref float _weight;

    /// <summary>Makes a slot.</summary>
    /// <param name="features">Room for the features of a row.</param>
    /// <param name="label">Takes its class.</param>
    /// <param name="values">Room for its values.</param>
    /// <param name="weight">Takes its weight.</param>
    public RowSlot(Span<float> features, ref int label, Span<float> values, ref float weight)
    {
        Features = features;
        Values = values;
        _label = ref label;
        _weight = ref weight;
    }

    /// <summary>Takes <see cref="RowSource.Width"/> features, all finite; what is in it before has no meaning.</summary>
    public Span<float> Features { get; }

    /// <summary>Takes the class, from 0; not used by regression.</summary>
    public ref int Label => ref _label;

    /// <summary>Takes <see cref="RowSource.Outputs"/> values to predict, all finite; empty where rows have classes.</summary>
    public Span<float> Values { get; }

    /// <summary>Takes the weight, finite and at least 0.</summary>
    public ref float Weight => ref _weight;
}
