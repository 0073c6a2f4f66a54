namespace SigProp.Numerics;

/// <summary>Matrices that stay as they are for as long as this is in use, each packed when it is first multiplied by and never again.</summary>
/// <remarks>Any number of threads may ask at once. Whoever changes one of the matrices throws this away.</remarks>
internal sealed class PackedMatrices
{
    private readonly Dictionary<float[], Entry> _entries = [];

    /// <param name="matrices">Matrices W, [n, k], as they will be asked for.</param>
    public PackedMatrices(IEnumerable<MatrixView> matrices)
    {
        foreach (MatrixView matrix in matrices)
        {
            _entries.TryAdd(matrix.Array, new Entry(matrix));
        }
    }

    /// <summary>W packed; null where it is none of these, or a part of one, or packed for another kernel.</summary>
    public PackedMatrix? Find(in MatrixView matrix, GemmKernel kernel)
    {
        if (!_entries.TryGetValue(matrix.Array, out Entry? entry) || !entry.Is(matrix))
        {
            return null;
        }

        PackedMatrix packed = entry.Packed(kernel);
        return ReferenceEquals(packed.Kernel, kernel) ? packed : null;
    }

    private sealed class Entry(MatrixView matrix)
    {
        private readonly Lock _lock = new();
        private PackedMatrix? _packed;

        public bool Is(in MatrixView other) => (other.Offset, other.Rows, other.Columns, other.Stride)
            == (matrix.Offset, matrix.Rows, matrix.Columns, matrix.Stride);

        public PackedMatrix Packed(GemmKernel kernel)
        {
            if (Volatile.Read(ref _packed) is { } known)
            {
                return known;
            }

            lock (_lock)
            {
                if (_packed is null)
                {
                    Volatile.Write(ref _packed, new PackedMatrix(kernel, matrix));
                }

                return _packed!;
            }
        }
    }
}
