using System.Security.Cryptography;
using SigProp.Data;
using SigProp.Numerics;

namespace SigProp.Training;

/// <summary>Sums up what it is shown: SHA-256.</summary>
internal sealed class StateChecksum : StateWalk, IDisposable
{
    private readonly IncrementalHash _hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);

    public override bool Fills => false;

    /// <summary>Takes all of a data set.</summary>
    public void Visit(Dataset data)
    {
        int width = data.Width, classes = data.ClassCount, outputs = data.Outputs;
        Visit(ref width);
        Visit(ref classes);
        Visit(ref outputs);
        Visit(data.Features);
        Visit(data.Labels);
        Visit(data.TargetValues);
        Visit(data.SampleWeights ?? []);
    }

    /// <summary>Takes one row of a stream.</summary>
    public void Visit(RowBlock block, int index)
    {
        Visit(block.Features.AsSpan(index * block.Width, block.Width));
        Visit(block.Values.AsSpan(index * block.Outputs, block.Outputs));
        Visit(ref block.Labels[index]);
        Visit(ref block.Weights[index]);
    }

    /// <summary>The checksum of all that was shown, in letters; begins anew.</summary>
    public string Take() => Convert.ToHexString(_hash.GetHashAndReset());

    public void Dispose() => _hash.Dispose();

    protected override void Visit(Span<byte> bytes) => _hash.AppendData(bytes);
}
