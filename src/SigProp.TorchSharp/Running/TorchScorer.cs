using SigProp.Numerics;
using SigProp.TorchSharp.Networks;

namespace SigProp.TorchSharp.Running;

/// <summary>Answers blocks of rows by every exit of a network and by its head, as <see cref="Inference"/> does, on a device and in 32 bits.</summary>
internal sealed class TorchScorer : IScorer, IDisposable
{
    private const int MostRows = 512;
    // Of the widest stage; it needs some times as much while it works.
    private const int MostNumbers = 1 << 24;

    private readonly Network _network;
    private readonly ComputeContext _context;
    private readonly TorchNetwork _twin;
    private Tensor[] _targets = [];

    /// <param name="network">The managed network.</param>
    /// <param name="context">The managed engine's compute resources.</param>
    /// <param name="place">The device.</param>
    public TorchScorer(Network network, ComputeContext context, TorchPlace place)
    {
        _network = network;
        _context = context;
        MaxRows = Math.Clamp(MostNumbers / Math.Max(network.InputWidth, network.Stages.Max(s => s.OutputWidth)), 1, MostRows);
        _twin = new TorchNetwork(network, context, place, MaxRows);
    }

    public int MaxRows { get; }

    /// <summary>Takes over parameters and class targets.</summary>
    public void Begin()
    {
        try
        {
            _twin.Tensors.Upload();
            Free();
            _targets = [.. Enumerable.Range(0, _network.ClassTargets.Length).Select(Target)];
        }
        catch (Exception e) when (TorchFailure.Is(e))
        {
            throw TorchFailure.Of(e, _twin.Place, "taking over what was learned to measure it");
        }
    }

    public void AllScores(ReadOnlySpan<float> features, int rows, Action<int, MatrixView> take)
    {
        try
        {
            Answer(features, rows, take);
        }
        catch (Exception e) when (TorchFailure.Is(e))
        {
            throw TorchFailure.Of(e, _twin.Place, "measuring");
        }
    }

    public void Dispose()
    {
        Free();
        _twin.Dispose();
    }

    private void Answer(ReadOnlySpan<float> features, int rows, Action<int, MatrixView> take)
    {
        using var switches = new TorchSwitches(_twin.Place, _context.Threads);
        using DisposeScope scope = torch.NewDisposeScope();
        using IDisposable silence = torch.no_grad();
        bool hasExits = _targets.Length > 0, votes = _network.Spec.Head == HeadKind.Vote && hasExits;
        if (_network.Head.NeedsTargets && !hasExits)
        {
            throw new InvalidOperationException($"The head {_network.Spec.Head} cannot answer before signal propagation has trained the targets.");
        }

        var kept = new List<Tensor>();
        Tensor x = _twin.Input.Load(features, rows, null);
        Tensor last = _twin.Forward(x, TorchPass.Inference, look: (layer, h) =>
        {
            if (!hasExits)
            {
                return;
            }

            Tensor scores = _twin.Losses[layer].Scores(h, _targets[layer]);
            take(layer, ToManaged(scores));
            if (votes || (_twin.Head is null && layer == _network.LayerCount - 1))
            {
                kept.Add(scores.MoveToOuterDisposeScope());
            }
        });
        Tensor? head = _twin.Head?.Scores(last);
        take(_network.LayerCount, ToManaged(votes ? Votes([.. kept, .. head is null ? Array.Empty<Tensor>() : [head]]) : head ?? kept[^1]));
    }

    // z = log(1/K sum_k softmax(z_k)), whose softmax is the mean of the probabilities
    private static Tensor Votes(Tensor[] answers)
        => torch.stack(answers.Select(z => nn.functional.softmax(z, 1))).mean([0]).AtLeast(float.Epsilon).log();

    private static MatrixView ToManaged(Tensor scores)
        => new(scores.to_type(ScalarType.Float32).cpu().contiguous().data<float>().ToArray(), (int)scores.shape[0], (int)scores.shape[1]);

    /// <summary>t of a layer's classes, shaped as its loss takes them; of spiking neurons what has been read of their voltages, [classes, steps, width].</summary>
    private Tensor Target(int layer)
    {
        using DisposeScope scope = torch.NewDisposeScope();
        MatrixView targets = _network.ClassTargets[layer];
        Tensor copy = torch.tensor(targets.Elements.ToArray(), targets.Rows, targets.Columns, ScalarType.Float32, _twin.Place.Device);
        copy = _network.Layers[layer] is Spiking.SpikingLayer
            ? copy.view(targets.Rows, _network.Spec.Spiking!.Steps, -1)
            : copy.view(TorchStage.Sizes(targets.Rows, _network.Layers[layer].TargetShape));
        return copy.DetachFromDisposeScope();
    }

    private void Free()
    {
        foreach (Tensor target in _targets)
        {
            target.Dispose();
        }

        _targets = [];
    }
}
