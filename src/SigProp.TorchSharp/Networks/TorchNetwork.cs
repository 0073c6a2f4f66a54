using SigProp.Layers;
using SigProp.Numerics;
using SigProp.Spiking;
using SigProp.TorchSharp.Losses;
using SigProp.TorchSharp.Running;

namespace SigProp.TorchSharp.Networks;

/// <summary>The twin of a managed network on a device: its tensors, and the same stages over them.</summary>
internal sealed class TorchNetwork : IDisposable
{
    private readonly PositionMask _mask;

    /// <param name="network">The managed network, which keeps the values between steps.</param>
    /// <param name="context">The managed engine's compute resources.</param>
    /// <param name="place">The device.</param>
    /// <param name="rows">The most rows at once.</param>
    public TorchNetwork(Network network, ComputeContext context, TorchPlace place, int rows)
    {
        Managed = network;
        Place = place;
        Tensors = new TorchTensors(network.Leaves, place);
        _mask = new PositionMask(place);
        Input = new TorchInput(network, context, place, rows);
        Stages = [.. network.Stages.Where(s => s is not SpikeCode).Select(Create)];
        Layers = [.. Stages.OfType<TorchLayer>()];
        Losses = [.. Enumerable.Range(0, Layers.Count).Select(i => TorchLoss.Create(network, i))];
        Targets = new TorchTargets(network, Tensors, place);
        Head = network.Head.Learns ? new TorchHead(network.Head, Tensors, place) : null;
    }

    /// <summary>What it is the twin of.</summary>
    public Network Managed { get; }

    /// <summary>The device.</summary>
    public TorchPlace Place { get; }

    public TorchTensors Tensors { get; }

    public TorchInput Input { get; }

    /// <summary>Layers and the passages between them, in order.</summary>
    public IReadOnlyList<TorchStage> Stages { get; }

    /// <summary>The stages that learn.</summary>
    public IReadOnlyList<TorchLayer> Layers { get; }

    /// <summary>The loss of each layer.</summary>
    public IReadOnlyList<TorchLoss> Losses { get; }

    public TorchTargets Targets { get; }

    /// <summary>The prediction layer; null where there is none.</summary>
    public TorchHead? Head { get; }

    /// <summary>The last stage's output, of h alone.</summary>
    /// <param name="x">The rows.</param>
    /// <param name="pass">What kind of pass; the key of dropout is each layer's own.</param>
    /// <param name="key">The step's randomness.</param>
    /// <param name="look">Shown each layer's number, from 0, and what it answers by, which is gone once the next stage runs.</param>
    public Tensor Forward(Tensor x, in TorchPass pass, RandomKey key = default, Action<int, Tensor>? look = null)
    {
        Tensor h = x;
        int done = 0;
        foreach (TorchStage stage in Stages)
        {
            TorchPass own = pass with { DropoutKey = (uint)key.Split(done).Value };
            if (own.IsGlobal)
            {
                // All of it stays until the error has come back.
                h = Forward(stage, h, own, done, look);
            }
            else
            {
                Tensor before = h;
                using DisposeScope scope = torch.NewDisposeScope();
                h = scope.MoveToOuter(Forward(stage, h, own, done, look));
                if (before != (object)x && before != (object)h)
                {
                    before.Dispose();
                }
            }

            done += stage is TorchLayer ? 1 : 0;
        }

        return h;
    }

    private static Tensor Forward(TorchStage stage, Tensor h, in TorchPass pass, int done, Action<int, Tensor>? look)
    {
        h = stage.Forward(new TorchSignal(h, null), pass).H;
        if (stage is not TorchLayer layer)
        {
            return h;
        }

        look?.Invoke(done, h);
        return layer.HandOn(h, pass);
    }

    public void Dispose()
    {
        Tensors.Dispose();
        Input.Dispose();
        _mask.Dispose();
    }

    private TorchStage Create(Stage stage)
        => stage is Layer layer ? TorchLayer.Create(layer, Tensors, Place, _mask) : TorchPassages.Create((Passage)stage);
}
