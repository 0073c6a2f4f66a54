using SigProp.Numerics;

namespace SigProp.Baselines;

/// <summary>The memory that teaching a layer takes, for all layers together: each has learned before the next one runs.</summary>
internal sealed class LocalDesk
{
    private readonly float[] _features;
    private readonly float[] _featureGradient;
    private readonly float[] _scores;
    private readonly float[] _mapped;
    private readonly float[] _mappedGradient;
    private readonly float[] _similarities;
    private readonly float[] _norms;

    /// <param name="teachers">Whom it is for.</param>
    /// <param name="samples">The most rows in a batch.</param>
    public LocalDesk(IReadOnlyList<LocalTeacher> teachers, int samples)
    {
        _features = new float[checked(samples * teachers.Max(t => t.Pools ? t.Features : 0))];
        _featureGradient = new float[_features.Length];
        _scores = new float[checked(samples * teachers.Max(t => t.Classifier.Rows))];
        _mapped = new float[checked(samples * teachers.Max(t => t.Map.Rows))];
        _mappedGradient = new float[_mapped.Length];
        _similarities = new float[checked(samples * samples)];
        _norms = new float[samples];
    }

    public long Bytes => sizeof(float)
        * ((2L * _features.Length) + _scores.Length + (2L * _mapped.Length) + _similarities.Length + _norms.Length);

    /// <summary>What one teacher needs of it.</summary>
    public static long BytesFor(LocalTeacher teacher, int samples)
        => sizeof(float) * (long)samples * ((teacher.Pools ? 2L * teacher.Features : 0) + teacher.Classifier.Rows + (2L * teacher.Map.Rows) + samples + 1);

    /// <summary>f, where it is not the output itself.</summary>
    public MatrixView Features(int rows, int columns) => new(_features, rows, columns);

    public MatrixView FeatureGradient(int rows, int columns) => new(_featureGradient, rows, columns);

    /// <summary>P f, and its gradient.</summary>
    public MatrixView Scores(int rows, int columns) => new(_scores, rows, columns);

    /// <summary>Q f.</summary>
    public MatrixView Mapped(int rows, int columns) => new(_mapped, rows, columns);

    public MatrixView MappedGradient(int rows, int columns) => new(_mappedGradient, rows, columns);

    /// <summary>S, and its gradient.</summary>
    public MatrixView Similarities(int rows) => new(_similarities, rows, rows);

    public Span<float> Norms(int rows) => _norms.AsSpan(0, rows);
}
