namespace SigProp.TorchSharp.Running;

/// <summary>Sets what libtorch keeps for the whole process, number of threads and rounding of products, and puts it back.</summary>
internal sealed class TorchSwitches : IDisposable
{
    private readonly TorchPlace _place;
    private readonly int _threads;
    private readonly bool _matmul;
    private readonly bool _cudnn;

    /// <param name="place">The device.</param>
    /// <param name="threads">Threads of libtorch's CPU.</param>
    public TorchSwitches(TorchPlace place, int threads)
    {
        _place = place;
        _threads = torch.get_num_threads();
        if (place.IsCuda)
        {
            (_matmul, _cudnn) = (torch.backends.cuda.matmul.allow_tf32, torch.backends.cudnn.allow_tf32);
            torch.backends.cuda.matmul.allow_tf32 = place.AllowsTensorFloat32;
            torch.backends.cudnn.allow_tf32 = place.AllowsTensorFloat32;
        }
        else if (threads != _threads)
        {
            torch.set_num_threads(threads);
        }
    }

    public void Dispose()
    {
        if (_place.IsCuda)
        {
            torch.backends.cuda.matmul.allow_tf32 = _matmul;
            torch.backends.cudnn.allow_tf32 = _cudnn;
        }
        else if (torch.get_num_threads() != _threads)
        {
            torch.set_num_threads(_threads);
        }
    }
}
