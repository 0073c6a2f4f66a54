#!/usr/bin/env python3
"""Training throughput of PyTorch on the CPU, the peer to be measured beside: samples a second for one signal-propagation step and one
backpropagation step of VGG8b on 3 x 32 x 32 inputs and 10 classes: convolutions of 3 x 3, padding 1, of 128, 256, pool, 256, 512, pool, 512, pool,
512, pool channels, a dense layer of 1024 and a classifier; channels and dense width times --width. Every layer: no bias, batch normalisation,
LeakyReLU 0.01, Adam 5e-4. Random data.

    python3 torch_vgg8b.py --best [--width 0.25] [--sparse]      the best over the settings below, for each rule
    python3 torch_vgg8b.py --threads 2 [--together]              the settings of the environment as it is

Signal propagation learns layer by layer: the loss is the cross-entropy of the dot products of h and t, divided by the positions and taken before the
pooling; t is normalised in inference mode. --sparse: targets are patches of 3 x 3 that are never pooled, compared by the spatial means and brought to
the map's size at the dense layer. --together: h and t go through one convolution instead of two where their sizes are the same.

Prints one JSON line. Debian: python3-torch. As in torch_throughput.py the settings matter: OPENBLAS_CORETYPE may be preset to an old type in the
environment, the waiting policy of OpenMP decides whether two thread pools fight."""
import argparse, itertools, json, os, subprocess, sys, time

parser = argparse.ArgumentParser()
parser.add_argument('--threads', type=int, default=1)
parser.add_argument('--width', type=float, default=.25)
parser.add_argument('--batch', type=int, default=128)
parser.add_argument('--steps', type=int, default=4)
parser.add_argument('--repeats', type=int, default=2)
parser.add_argument('--rules', default='backprop,sigprop')
parser.add_argument('--sparse', action='store_true')
parser.add_argument('--together', action='store_true')
parser.add_argument('--best', action='store_true')
a = parser.parse_args()

if a.best:
    best = {}
    for core, policy, threads, together in itertools.product((None, 'SkylakeX'), (None, 'passive'), (1, 2), (False, True)):
        if together and a.sparse:
            continue
        env = {k: v for k, v in os.environ.items() if not k.startswith(('OPENBLAS_', 'OMP_'))}
        if core: env['OPENBLAS_CORETYPE'] = core
        if policy: env['OMP_WAIT_POLICY'] = policy
        options = [f'--{k}={getattr(a, k)}' for k in ('width', 'batch', 'steps', 'repeats')] + ['--sparse'] * a.sparse + ['--together'] * together
        options += ['--rules=sigprop' if together else '--rules=' + a.rules, f'--threads={threads}']
        r = json.loads(subprocess.run([sys.executable, __file__, *options], env=env, capture_output=True, text=True, check=True).stdout)
        for rule in ('backprop', 'sigprop'):
            key = rule + '_samples_per_s'
            if r.get(key, 0) > best.get(key, 0):
                best[key] = r[key]
                best[rule + '_settings'] = f'core={core} policy={policy} threads={threads} together={together}'
    print(json.dumps(dict(torch=r['torch'], width=a.width, batch=a.batch, sparse=a.sparse, **best)))
    sys.exit()

import torch, torch.nn as nn, torch.nn.functional as F
torch.manual_seed(0); torch.set_num_threads(a.threads)
C, B, SIDE = 10, a.batch, 32
layers = [(max(1, round(c * a.width)), pool) for c, pool in ((128, 0), (256, 1), (256, 0), (512, 1), (512, 1), (512, 1))]
dense = max(1, round(1024 * a.width))
flat = layers[-1][0] * 4
X, Y, eye = torch.rand(B, 3, SIDE, SIDE), torch.randint(0, C, (B,)), torch.eye(C)
act = lambda z: F.leaky_relu(z, .01)

def backprop():
    modules, before = [], 3
    for channels, pool in layers:
        modules += [nn.Conv2d(before, channels, 3, padding=1, bias=False), nn.BatchNorm2d(channels), nn.LeakyReLU(.01, inplace=True)]
        modules += [nn.MaxPool2d(2)] * pool
        before = channels
    net = nn.Sequential(*modules, nn.Flatten(), nn.Linear(flat, dense, bias=False), nn.BatchNorm1d(dense), nn.LeakyReLU(.01, inplace=True), nn.Linear(dense, C))
    opt = torch.optim.Adam(net.parameters(), lr=5e-4)
    def step():
        loss = F.cross_entropy(net(X), Y); opt.zero_grad(); loss.backward(); opt.step()
    return step

def sigprop():
    side = 3 if a.sparse else SIDE
    weights = [nn.Conv2d(i, o, 3, padding=1, bias=False) for i, o in zip([3] + [c for c, _ in layers], [c for c, _ in layers])] + [nn.Linear(flat, dense, bias=False)]
    norms = [nn.BatchNorm2d(c) for c, _ in layers] + [nn.BatchNorm1d(dense)]
    S, head = nn.Linear(C, layers[0][0] * side * side), nn.Linear(dense, C)
    opts = [torch.optim.Adam([*w.parameters(), *n.parameters(), *(S.parameters() if i == 0 else [])], lr=5e-4) for i, (w, n) in enumerate(zip(weights, norms))]
    head_opt = torch.optim.Adam(head.parameters(), lr=5e-4)
    def settled(n, z): return F.batch_norm(z, n.running_mean, n.running_var, n.weight, n.bias, False, 0., n.eps)
    def learn(opt, loss): opt.zero_grad(); loss.backward(); opt.step()
    def logits(h, t):
        if h.dim() == 2: return h @ t.T
        return h.mean((2, 3)) @ t.mean((2, 3)).T if a.sparse else h.flatten(1) @ t.flatten(1).T / (h.shape[2] * h.shape[3])
    def step():
        h, t = X, None
        for i, (w, n) in enumerate(zip(weights, norms)):
            if i == len(layers):
                h, t = h.flatten(1), (F.adaptive_avg_pool2d(t, h.shape[2:]) if a.sparse else t).flatten(1)
            if i == 0:
                h, t = act(n(w(h))), act(S(eye)).view(C, layers[0][0], side, side)
            elif a.together and h.shape[1:] == t.shape[1:]:
                z = w(torch.cat([h, t])); h = act(n(z[:B])); t = act(settled(n, z[B:]))
            else:
                h = act(n(w(h))); t = act(settled(n, w(t)))
            learn(opts[i], F.cross_entropy(logits(h, t), Y))
            h, t = h.detach(), t.detach()
            if i < len(layers) and layers[i][1]:
                h, t = F.max_pool2d(h, 2), t if a.sparse else F.max_pool2d(t, 2)
        learn(head_opt, F.cross_entropy(head(h), Y))
    return step

out = dict(torch=torch.__version__, threads=a.threads, width=a.width, batch=B, sparse=a.sparse, together=a.together)
for name, make in (('backprop', backprop), ('sigprop', sigprop)):
    if name not in a.rules.split(','):
        continue
    step, best = make(), 1e9
    step()
    for _ in range(a.repeats):
        t = time.perf_counter()
        for _ in range(a.steps): step()
        best = min(best, time.perf_counter() - t)
    out[name + '_samples_per_s'] = round(a.steps * B / best, 1)
print(json.dumps(out))
