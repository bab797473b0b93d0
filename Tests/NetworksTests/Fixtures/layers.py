"""What PyTorch makes of each layer: its output, and the gradients of input and parameters, on small shapes.

python layers.py > layers.json
Each case has the layer as our language writes it, and its tensors in our order. Written with torch 2.15, float64 inside.
"""
import json
import torch
import torch.nn as nn
import torch.nn.functional as F

torch.manual_seed(7)
torch.set_default_dtype(torch.float64)
cases = []


def numbers(tensor):
    return [float(f"{x:.8g}") for x in tensor.detach().flatten().tolist()]


def case(text, sizes, module, parameters=None, scale=1.0):
    for p in module.parameters() if isinstance(module, nn.Module) else []:
        p.data = torch.randn_like(p).float().double()
    x = (torch.randn(sizes) * scale).float().double().requires_grad_()
    y = module(x)
    gradient = torch.randn_like(y).float().double()
    y.backward(gradient)
    ordered = parameters(module) if parameters else list(module.parameters()) if isinstance(module, nn.Module) else []
    cases.append({
        "text": text, "sizes": sizes, "input": numbers(x), "output": numbers(y), "outputGradient": numbers(gradient),
        "inputGradient": numbers(x.grad),
        "parameters": [numbers(p[0]) for p in ordered] if parameters else [numbers(p) for p in ordered],
        "parameterGradients": [numbers(p[1]) for p in ordered] if parameters else [numbers(p.grad) for p in ordered]})


def swapped(groups):
    """PyTorch's transposed weights are (inputs, outputs / groups, …), ours (outputs, inputs / groups, …)."""
    def turn(w):
        i, o, h, v = w.shape
        return w.reshape(groups, i // groups, o, h, v).transpose(1, 2).reshape(groups * o, i // groups, h, v)
    return lambda m: [(turn(m.weight), turn(m.weight.grad))] + ([(m.bias, m.bias.grad)] if m.bias is not None else [])


case("conv 5 3x3 stride=2 padding=1", [2, 3, 7, 6], nn.Conv2d(3, 5, 3, 2, 1))
case("conv 16 3x3", [2, 16, 5, 5], nn.Conv2d(16, 16, 3, 1, 1))
case("conv 6 3x2 dilation=2 padding=valid bias=no", [2, 4, 8, 9], nn.Conv2d(4, 6, (2, 3), 1, 0, 2, bias=False))
case("conv 6 3x3 groups=2 stride=2x1 padding=[0,1,2,0]", [2, 4, 6, 7],
     nn.Sequential(nn.ZeroPad2d((0, 1, 2, 0)), nn.Conv2d(4, 6, 3, (1, 2), 0, groups=2)))
case("depthwise 3x3 multiplier=2 padding=1", [2, 5, 6, 6], nn.Conv2d(5, 10, 3, 1, 1, groups=5))
case("depthwise 3x3 stride=2 padding=1 bias=no", [1, 16, 7, 7], nn.Conv2d(16, 16, 3, 2, 1, groups=16, bias=False))
case("convtranspose 4 3x3 stride=2 padding=valid", [2, 3, 4, 5], nn.ConvTranspose2d(3, 4, 3, 2), swapped(1))
case("convtranspose 16 2x2 stride=2 bias=no", [1, 16, 4, 4], nn.ConvTranspose2d(16, 16, 2, 2, bias=False), swapped(1))
case("convtranspose 6 3x3 groups=2 dilation=2 padding=1", [2, 4, 4, 4], nn.ConvTranspose2d(4, 6, 3, 1, 1, groups=2, dilation=2), swapped(2))
case("dense 6", [3, 2, 3, 4], nn.Sequential(nn.Flatten(), nn.Linear(24, 6)))
case("dense 6 bias=no", [3, 7, 1, 1], nn.Sequential(nn.Flatten(), nn.Linear(7, 6, bias=False)))
case("pool max 3x3 stride=2 padding=1", [2, 5, 7, 8], nn.MaxPool2d(3, 2, 1))
case("pool average 2x3 stride=2", [2, 16, 7, 8], nn.AvgPool2d((3, 2), 2))
case("pool average 3x3 stride=2 padding=1", [2, 3, 7, 8], nn.AvgPool2d(3, 2, 1, count_include_pad=False))
case("pool global", [2, 5, 4, 3], nn.AdaptiveAvgPool2d(1))
case("pool globalmax", [2, 5, 4, 3], nn.AdaptiveMaxPool2d(1))
case("batchnorm", [4, 5, 3, 3], nn.BatchNorm2d(5))
case("batchnorm scale=no shift=no epsilon=0.01", [4, 16, 3, 3], nn.BatchNorm2d(16, eps=0.01, affine=False))
case("layernorm", [3, 4, 3, 5], nn.LayerNorm([4, 3, 5]))
case("layernorm epsilon=0.01", [3, 9, 1, 1], nn.LayerNorm([9, 1, 1], eps=0.01))
case("lrn 5 alpha=0.5 beta=0.75 k=2", [2, 16, 3, 3], nn.LocalResponseNorm(5, 0.5, 0.75, 2.0))
case("lrn 3 alpha=0.3 beta=0.5 k=1", [2, 7, 3, 3], nn.LocalResponseNorm(3, 0.3, 0.5, 1.0))
case("upsample 2x2", [2, 5, 3, 4], nn.Upsample(scale_factor=2))
case("upsample 3x2 linear", [2, 5, 3, 4], nn.Upsample(scale_factor=(2, 3), mode="bilinear"))
case("flatten", [2, 3, 2, 2], nn.Flatten())
for sizes in ([1, 5, 4, 3], [1, 16, 3, 3]):
    case("relu", sizes, nn.ReLU())
    case("leakyrelu slope=0.2", sizes, nn.LeakyReLU(0.2))
    case("prelu", sizes, nn.PReLU(sizes[1]))
    case("prelu shared=yes", sizes, nn.PReLU(1))
    case("relu6", sizes, nn.ReLU6(), scale=4.0)
    case("elu alpha=1.5", sizes, nn.ELU(1.5))
    case("gelu", sizes, nn.GELU(), scale=2.0)
    case("swish", sizes, nn.SiLU(), scale=3.0)
    case("hardswish", sizes, nn.Hardswish(), scale=3.0)
    case("sigmoid", sizes, nn.Sigmoid(), scale=3.0)
    case("tanh", sizes, nn.Tanh(), scale=2.0)
    case("softplus", sizes, nn.Softplus(), scale=3.0)


class Squeeze(nn.Module):
    def __init__(self, channels, between):
        super().__init__()
        self.down, self.up = nn.Linear(channels, between), nn.Linear(between, channels)

    def forward(self, x):
        s = torch.sigmoid(self.up(F.relu(self.down(x.mean((2, 3))))))
        return x * s[:, :, None, None]


case("squeeze 2", [2, 6, 3, 4], Squeeze(6, 3))
case("squeeze 8", [2, 16, 5, 5], Squeeze(16, 2))
print(json.dumps(cases, separators=(",", ":")))
