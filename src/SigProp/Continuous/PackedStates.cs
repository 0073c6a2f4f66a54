using SigProp.Numerics;

namespace SigProp.Continuous;

/// <summary>The weights between states in the order in which products read them: they are read again in every step.</summary>
internal sealed class PackedStates
{
    private readonly CoupledStates _network;

    public PackedStates(CoupledStates network, GemmKernel kernel)
    {
        _network = network;
        Forward = [.. network.Weights.Skip(1).Select(w => new PackedMatrix(kernel, w.Rows, w.Columns))];
        Back = network.Loop is Parameter loop
            ? [new PackedMatrix(kernel, loop.Rows, loop.Columns)]
            : [.. network.Weights.Skip(1).Select(w => new PackedMatrix(kernel, w.Columns, w.Rows))];
        Fill();
    }

    /// <summary>From each state to the next: W_2, ..., V.</summary>
    public PackedMatrix[] Forward { get; }

    /// <summary>The loop alone; or, where feedback is symmetric, from each state to the one before: W_2^T, ..., V^T.</summary>
    public PackedMatrix[] Back { get; }

    /// <summary>Brings all up to date with the parameters; nobody else may be reading.</summary>
    public void Fill()
    {
        for (int i = 0; i < Forward.Length; i++)
        {
            Forward[i].Fill(_network.Weights[i + 1].View, isTransposed: false);
            if (_network.IsSymmetric)
            {
                Back[i].Fill(_network.Weights[i + 1].View, isTransposed: true);
            }
        }

        if (_network.Loop is Parameter loop)
        {
            Back[0].Fill(loop.View, isTransposed: false);
        }
    }
}
