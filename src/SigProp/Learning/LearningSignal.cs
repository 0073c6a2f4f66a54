using System.Numerics.Tensors;
using SigProp.Numerics;

namespace SigProp.Learning;

/// <summary>What targets are made of in a step: nothing where each class has one; else a row a sample of its class, its values, or what the
/// network itself feeds back (section III-D).</summary>
internal sealed class LearningSignal
{
    private readonly Network _network;
    private readonly ComputeContext _context;
    private readonly TargetGeneratorSpec _spec;
    private readonly Inference? _inference;
    private readonly float[] _signal;
    private readonly float[] _truth;
    private readonly float[] _scores;
    private readonly float[] _correction;

    public LearningSignal(Network network, ComputeContext context, int batchSize)
    {
        _network = network;
        _context = context;
        _spec = network.Spec.Targets;
        bool perSample = !network.Spec.HasClassTargets;
        int contexts = network.Spec.Contexts > 0 ? network.Spec.Contexts : network.OutputCount;
        _inference = _spec.IsLoop ? new Inference(network, context) : null;
        _truth = new float[perSample ? checked(batchSize * contexts) : 0];
        _scores = new float[_spec.IsLoop ? batchSize * network.HeadScores : 0];
        _signal = new float[_spec.Kind switch
        {
            TargetGeneratorKind.TargetLoop => batchSize * network.HeadScores,
            TargetGeneratorKind.CorrectedTargetLoop => checked(batchSize * network.LastWidth),
            _ => 0,
        }];
        _correction = new float[_spec.Kind == TargetGeneratorKind.CorrectedTargetLoop ? _signal.Length : 0];
    }

    public long Bytes => sizeof(float) * ((long)_signal.Length + _truth.Length + _scores.Length + _correction.Length);

    /// <summary>y*, [n, contexts]: by what samples are alike before the first layer. Without rows where each class has a target.</summary>
    public MatrixView Truth { get; private set; }

    /// <summary>c, [n, contexts]. Without rows where each class has a target.</summary>
    public MatrixView Context { get; private set; }

    public void Prepare(Batch batch)
    {
        if (_network.Spec.HasClassTargets)
        {
            return;
        }

        Truth = batch.HasLabels ? OneHot(batch) : batch.Targets;
        Context = _spec.Kind switch
        {
            TargetGeneratorKind.TargetLoop => Loop(batch),
            TargetGeneratorKind.CorrectedTargetLoop => CorrectedLoop(batch),
            TargetGeneratorKind.Shared => batch.Targets,
            _ => Truth,
        };
    }

    private MatrixView OneHot(Batch batch)
    {
        var truth = new MatrixView(_truth, batch.Count, _network.Spec.Contexts);
        truth.Elements.Clear();
        for (int i = 0; i < batch.Count; i++)
        {
            truth[i, batch.Labels[i]] = 1f;
        }

        return truth;
    }

    // c = y + y* (Eq 11: S1 y + S1 y* = S1 (y + y*)); y are probabilities, or values
    private MatrixView Loop(Batch batch)
    {
        Inference inference = _inference!;
        var signal = new MatrixView(_signal, batch.Count, _network.HeadScores);
        for (int start = 0; start < batch.Count; start += inference.MaxRows)
        {
            int rows = Math.Min(inference.MaxRows, batch.Count - start);
            inference.Scores(batch.X.Slice(start, rows).Elements, rows, null).CopyTo(signal.Slice(start, rows).Elements);
        }

        for (int i = 0; i < batch.Count; i++)
        {
            Span<float> row = signal.Row(i);
            if (_network.Spec.IsRegression)
            {
                for (int j = 0; j < row.Length; j++)
                {
                    row[j] += batch.Values[(i * row.Length) + j];
                }
            }
            else
            {
                RowOperations.SoftMax(row);
                row[batch.Labels[i]] += 1f;
            }
        }

        return signal;
    }

    // c = h_L - eta dL/dh_L (Eq 12), with L the sample's own loss, so that eta does not depend on the batch size; dL/dh_L = dL/dy V
    private MatrixView CorrectedLoop(Batch batch)
    {
        Inference inference = _inference!;
        var signal = new MatrixView(_signal, batch.Count, _network.LastWidth);
        for (int start = 0; start < batch.Count; start += inference.MaxRows)
        {
            int rows = Math.Min(inference.MaxRows, batch.Count - start);
            inference.LastOutput(batch.X.Slice(start, rows).Elements, rows).Elements.CopyTo(signal.Slice(start, rows).Elements);
        }

        var scores = new MatrixView(_scores, batch.Count, _network.HeadScores);
        _network.Head.Evaluate(_context, signal, batch.Lesson(default), scores);
        var correction = new MatrixView(_correction, batch.Count, _network.LastWidth);
        _network.Head.PropagateError(_context, scores, correction);
        float eta = _spec.Correction * batch.Count;
        for (int i = 0; i < batch.Count; i++)
        {
            TensorPrimitives.MultiplyAdd(correction.Row(i), -eta, signal.Row(i), signal.Row(i));
        }

        return signal;
    }
}
