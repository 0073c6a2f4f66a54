using SigProp.Numerics;

namespace SigProp.Losses;

/// <summary>Memory that the losses of layers which learn in turn share: each has done with it before the next one begins. It grows to what the
/// largest needs.</summary>
internal sealed class LossScratch
{
    private float[] _outputs = [];
    private float[] _targets = [];
    private float[] _gradient = [];
    private float[] _scores = [];

    public long Bytes => sizeof(float) * ((long)_outputs.Length + _targets.Length + _gradient.Length + _scores.Length);

    /// <summary>What is made of h; the same memory until more rows or columns are asked for.</summary>
    public MatrixView Outputs(int rows, int columns) => Lay(ref _outputs, rows, columns);

    /// <summary>What is made of t.</summary>
    public MatrixView Targets(int rows, int columns) => Lay(ref _targets, rows, columns);

    /// <summary>A part of a gradient.</summary>
    public MatrixView Gradient(int rows, int columns) => Lay(ref _gradient, rows, columns);

    /// <summary>A part of the scores.</summary>
    public MatrixView Scores(int rows, int columns) => Lay(ref _scores, rows, columns);

    private static MatrixView Lay(ref float[] memory, int rows, int columns)
    {
        int numbers = checked(rows * columns);
        if (memory.Length < numbers)
        {
            memory = new float[numbers];
        }

        return new MatrixView(memory, rows, columns);
    }
}
